"""How a rule comes to its points: what its kind says, times the factor of the tier, within its limits."""

from decimal import Decimal

from odoo import api, fields, models

from ..tools.occasions import room
from ..tools.points import ZERO, to_points


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    def _snapshot_for(self, member):
        """The rule as it is now for a member, for the ledger."""
        snapshot = self._snapshot()
        factor = member.tier_id.multiplier
        if self.tier_multiplier and factor and factor != 1:
            snapshot.update(multiplier=str(to_points(factor)), tier=member.tier_id.name)
        if caps := self._caps():
            snapshot["caps"] = caps
        if self.hold_until_paid:
            snapshot["until_paid"] = True
        return snapshot

    def _worth(self, snapshot, event):
        """The points for an event under the rule as a snapshot has it, before limits.

        :rtype: Decimal
        """
        points = to_points(self._kind()._points(snapshot, event))
        return to_points(points * Decimal(str(snapshot.get("multiplier") or 1)))

    def _limited(self, points, snapshot, member, moment, apart_from=None):
        """Points within the limits.

        :return: `(points, name of the limit that cut them, or None)`
        """
        left, name = self._room(snapshot.get("caps"), member, moment, apart_from)
        if left is None or points <= left:
            return points, None
        return left, name

    # === A PURCHASE === #

    def _purchase_slot(self, order, member, row=None):
        """What this rule gives for a purchase as it is now: by the rule of today when it has given nothing yet, else by
        the rule that gave.

        :param loyalty.club.purchase order: the purchase; the member's card is locked
        :param loyalty.ledger row: the latest row that the rule gave for it, if any
        :return: `{"points": Decimal, "entry": values for a new row}`, or None
        """
        moment = order._club_moment()
        if not row and self._refusal(member, moment):
            return None
        snapshot = row.rule_snapshot if row else self._snapshot_for(member)
        event = self._kind()._event(self, member, order, row)
        points = self._worth(snapshot, event)
        if points:
            points, _cap = self._limited(points, snapshot, member, moment, apart_from=order)
        entry = self._entry(member.card_id, points, occurred_on=moment, rule_snapshot=snapshot)
        if snapshot.get("until_paid") and not order._club_is_settled():
            entry["unpaid_order_id"] = order.id
        return {"points": points, "entry": entry}

    # === ANYTHING ELSE === #

    @api.model
    def _give(self, kind, members, key, event=None, src=None, moment=None):
        """Something happened for which rules of a kind give points. Calling it again with the same key gives nothing.

        :param str kind: such as `"review"`
        :param loyalty.club.member members: whom it happened to
        :param str key: names the occasion, for each rule and member; empty: it happens once
        :param dict event: what the kind works with
        :param src: the record that it happened with
        :return: the rows written
        :rtype: loyalty.ledger
        """
        members = members.sudo().filtered(lambda member: member.state == "active")
        rules = self.sudo().search([("kind", "=", kind), ("club_id", "in", members.club_id.ids)])
        entries = []
        if rules:
            members.card_id._club_lock()
        for rule in rules:
            own = members.filtered(lambda member, rule=rule: member.club_id == rule.club_id)
            entries += rule._entries(own, key, event=event, src=src, moment=moment)
        return self.env["loyalty.ledger"].sudo()._post(entries) if entries else self.env["loyalty.ledger"]

    def _entries(self, members, key, event=None, src=None, moment=None):
        """Entries of this rule for members whose cards are locked, leaving out those whom it refuses.

        :param key: of the occasion, or a function that takes a member and gives it
        """
        self.ensure_one()
        moment = moment or fields.Datetime.now()
        if not self._kind()._is_about(self, event or {}) or self._refused_at(moment):
            return []
        members = members.filtered(lambda member: not self._refused_member(member))
        caps, entries = self._caps(), []
        given, budget = self._rooms(caps, members, moment), ZERO
        for own in members.grouped("tier_id").values():
            snapshot = self._snapshot_for(own[:1])
            worth = self._worth(snapshot, event or {})
            shared = self._entry(own[:1].card_id, worth, occurred_on=moment, rule_snapshot=snapshot)
            for member in own:
                points = worth
                if caps:
                    used = dict(given[member.id], budget=given[member.id].get("budget", ZERO) + budget)
                    points = min(points, room(caps, used)[0])
                if points <= 0:
                    continue
                budget += points
                occasion = key(member) if callable(key) else key
                name = f"{self.kind}:{self.id}:{member.id}"
                entries.append(
                    {
                        **shared,
                        "card_id": member.card_id.id,
                        "points": points,
                        "key": f"{name}:{occasion}" if occasion else name,
                        "src": src or member,
                    }
                )
        return entries

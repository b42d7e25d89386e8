"""A purchase in the ledger, gross, and always as the document is now.

What gives and takes points when a customer buys inherits this: orders of Sales and the shop, orders of the till. After
each step of theirs the club compares what the document should have moved with what it has moved and books the
difference. So an order edited and then cancelled gives back exactly what it gave, a repeated step books nothing, and
an order that earns as much as it spends still shows both.
"""

from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain

from ..tools.points import ZERO, share, to_points
from . import club_flow


class LoyaltyClubPurchase(models.AbstractModel):
    """The document has `partner_id`, `company_id`, `currency_id` and `date_order`. It says what it is worth
    (`_club_amounts`), what its rewards cost (`_club_spent`), what native rules give for it (`_club_native_earned`) and
    whether it counts at all (`_club_counts`)."""

    _name = "loyalty.club.purchase"
    _description = "Purchase with Points"

    # === HOOKS === #

    def _club_counts(self):
        """Whether this document is a purchase now; otherwise it gives and takes nothing.

        :rtype: bool
        """
        raise NotImplementedError

    def _club_amounts(self):
        """What counts for points: what is paid for goods.

        :return: `(amount less refunds, amount)`
        """
        raise NotImplementedError

    def _club_bought(self):
        """The goods of this document, what came back taken off: `(product, quantity, amount)` of each line.

        :rtype: list
        """
        return []

    def _club_spent(self):
        """What the rewards of this document cost.

        :return: `{card: points}`
        """
        raise NotImplementedError

    def _club_native_earned(self):
        """What rules of the native programs give for the whole document.

        :return: `{card: points}`
        """
        raise NotImplementedError

    def _club_may_overdraw(self):
        """Whether more can be spent than there is, because it happened already.

        :rtype: bool
        """
        return False

    def _club_is_settled(self):
        """Whether the customer has paid the whole document, so that points which wait for that can be spent.

        :rtype: bool
        """
        return True

    def _club_key(self):
        """The beginning of the keys of this document in the ledger.

        :rtype: str
        """
        raise NotImplementedError

    def _club_moment(self):
        """When the purchase happened."""
        return self.date_order or fields.Datetime.now()

    def _club_cards_domain(self):
        """The cards that these documents may move."""
        partners = self.partner_id | self.partner_id.commercial_partner_id
        return Domain("partner_id", "in", partners.ids)

    # === BOOKING === #

    def _club_enter(self):
        """Lock the cards that these documents may move, before anything is read, and mark the flow.

        :return: the documents with the mark
        """
        domain = Domain("club_id", "!=", False) & self.sudo()._club_cards_domain()
        self.env["loyalty.card"].sudo()._club_lock_where(domain)
        return club_flow.enter(self)

    def _club_sync(self, source=None):
        """Bring the ledger in line with these documents.

        :param source: the document that made the change, when it is not the purchase itself
        """
        self.env.flush_all()
        entries = []
        for order in self.sudo():
            posted = order._club_posted()
            target = order._club_target(posted) if order._club_counts() else {}
            if posted or target:
                entries += order._club_difference(posted, target, source)
        # What comes first, then what is spent, then what is taken back: an order may spend what it has just earned,
        # and a reward that makes the order smaller does not lack the points that the order then earns less.
        entries.sort(key=lambda entry: (entry["points"] < 0, entry["kind"] == "reverse"))
        if entries:
            self.env["loyalty.ledger"]._post(entries)

    def _club_posted(self):
        """What this order has moved so far.

        :return: `{(card id, kind, rule id): [(row, what is left of it after reversals)]}`, oldest first
        """
        self.ensure_one()
        ledger = self.env["loyalty.ledger"].sudo()
        rows = ledger.search(
            [
                ("src_model", "=", self._name),
                ("src_id", "=", self.id),
                ("kind", "in", ["earn", "rule", "spend"]),
            ],
            order="id",
        )
        if not rows:
            return {}
        reversed_points = dict(
            ledger._read_group(
                [("reverses_id", "in", rows.ids), ("kind", "=", "reverse")], ["reverses_id"], ["points:sum"]
            )
        )
        posted = defaultdict(list)
        for row in rows:
            left = to_points(row.points) + to_points(reversed_points.get(row))
            posted[row.card_id._club_final().id, row.kind, row.rule_id.id].append((row, left))
        return dict(posted)

    def _club_target(self, posted):
        """What this order should have moved, as it is now.

        :return: `{(card id, kind, rule id): {"points": Decimal, "entry": values for a new row}}`
        """
        target = {}
        for card, points in self._club_spent().items():
            slot = (card._club_final().id, "spend", False)
            target[slot] = {"points": target.get(slot, {"points": ZERO})["points"] - points, "entry": {}}
        part, whole = self._club_amounts()
        for card, points in self._club_native_earned().items():
            target[card._club_final().id, "earn", False] = {
                "points": share(points, part, whole),
                "entry": {"expires_on": card.club_id._expiry_of(card.club_id._local_day(self._club_moment()))},
            }
        for member in self._club_members():
            target.update(self._club_rule_target(member, posted))
        return target

    def _club_members(self):
        """The active memberships that this order counts for: the customer's own, else those of his company."""
        Member = self.env["loyalty.club.member"].sudo()
        domain = [("state", "=", "active"), ("company_id", "in", [self.company_id.id, self.company_id.parent_id.id])]
        buyers = self.partner_id | self.partner_id.commercial_partner_id
        found = Member.search_fetch([*domain, ("partner_id", "in", buyers.ids)])
        own = found.filtered(lambda member: member.partner_id == self.partner_id)
        return own | found.filtered(lambda member: member.club_id not in own.club_id)

    def _club_rule_target(self, member, posted):
        """What the purchase rules of a member's club give for this order: by today's rule for a new row, by the rule
        that earned where there is one."""
        target = {}
        rules = member.club_id.with_context(active_test=False).rule_ids
        for rule in rules.filtered(lambda rule: rule._trigger() == "purchase"):
            slot = (member.card_id.id, "rule", rule.id)
            rows = posted.get(slot)
            given = rule._purchase_slot(self, member, rows[-1][0] if rows else None)
            if given:
                target[slot] = given
        return target

    def _club_in_currency(self, amount, club):
        """An amount of this document in the currency of a club."""
        return self.currency_id._convert(amount, club.currency_id, self.company_id, self._club_moment())

    def _club_difference(self, posted, target, source):
        """Entries that lead from what was posted to the target."""
        entries = []
        for slot in dict.fromkeys([*posted, *target]):
            card_id, kind, rule_id = slot
            rows = posted.get(slot, [])
            now = sum((left for _row, left in rows), ZERO)
            wanted = target.get(slot, {}).get("points", ZERO)
            if abs(wanted) > abs(now):
                values = dict(target[slot]["entry"], card_id=card_id, kind=kind, points=wanted - now, src=self)
                values["key"] = f"{self._club_key()}:{card_id}:{kind}:{rule_id or 0}:{len(rows)}"
                if kind == "spend":
                    values["overdraft"] = self._club_may_overdraw()
                else:
                    values["occurred_on"] = self._club_moment()
                entries.append(values)
            elif wanted != now:
                entries += self._club_reversals(rows, abs(now) - abs(wanted), source or self)
        return entries

    def _club_reversals(self, rows, points, source):
        """Take back part of what some rows moved, the newest first; never more than is left of each."""
        entries = []
        for row, left in reversed(rows):
            part = min(abs(left), points)
            if part <= 0:
                continue
            points -= part
            times = self.env["loyalty.ledger"].sudo().search_count([("reverses_id", "=", row.id)])
            entries.append(
                {
                    "card_id": row.card_id.id,
                    "kind": "reverse",
                    "points": part if row.points < 0 else -part,
                    "lot_id": row.lot_id.id,
                    "overdraft": True,
                    "reverses_id": row.id,
                    "rule_id": row.rule_id.id or None,
                    "rule_snapshot": row.rule_snapshot or None,
                    "src": source,
                    "key": f"reverse:{row.id}:{times}",
                }
            )
        return entries

"""Two customers become one: so do their memberships and cards, and the ledger tells how."""

from odoo import models
from odoo.fields import Command

from . import club_flow


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    def _merge(self, others, partner):
        """Take over other memberships of the same person.

        :param others: memberships in the same club
        :param res.partner partner: whose the membership is from now on
        """
        self.ensure_one()
        cards = (self | others).card_id
        if cards:
            card = self.card_id or cards[0]
            card._club_merge(cards - card, partner)
        self._take_memory(others)
        values = {"partner_id": partner.id}
        if cards:
            values["card_id"] = card.id
        joined = [member.joined_on for member in self | others if member.joined_on]
        if joined:
            values["joined_on"] = min(joined)
        if "active" in (self | others).mapped("state"):
            values["state"] = "active"
        for other in others:
            self.message_post(body=self.env._("Merged with membership %s", other.number), subtype_xmlid="mail.mt_note")
        others.card_id = False
        others.unlink()
        self.write(values)
        if cards:
            card.active = self.state == "active"
        self._evaluate_tiers(upgrade_only=True)


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    def _club_final(self):
        """The card that holds the points of this one now: itself, or the one that it was merged into."""
        return self.sudo().club_merged_into_id or self

    def _club_merge(self, others, partner):
        """Take over the points of other cards, lot by lot, so that each keeps its end.

        :param others: cards in the same club
        :param res.partner partner: whose the card is from now on
        """
        self.ensure_one()
        (self | others)._club_lock()
        ledger = self.env["loyalty.ledger"].sudo()
        entries = []
        for account in ledger._accounts(others.ids).values():
            entries += self._club_take_over(account)
        ledger._post(entries)
        moved = others | self.with_context(active_test=False).search([("club_merged_into_id", "in", others.ids)])
        moved.write({"active": False, "club_merged_into_id": self.id})
        self._club_take_reservations(others)
        self._club_take_orders(others)
        if self.partner_id != partner:
            self.partner_id = partner

    def _club_take_orders(self, others):
        """Orders with the other cards go on with this one: what they moved stays where it is in the ledger."""
        env = club_flow.enter(self.sudo()).env
        env["sale.order.line"].search([("coupon_id", "in", others.ids)]).coupon_id = self
        promised = env["sale.order.coupon.points"].search([("coupon_id", "in", others.ids)])
        promised.filtered(lambda one: self not in one.order_id.coupon_point_ids.coupon_id).coupon_id = self
        for order in env["sale.order"].search([("applied_coupon_ids", "in", others.ids)]):
            order.applied_coupon_ids = [*(Command.unlink(card.id) for card in others), Command.link(self.id)]

    def _club_take_reservations(self, others):
        """What is reserved on the other cards is reserved here."""
        Reservation = self.env["loyalty.reservation"].sudo()
        mine = {held.reference: held for held in Reservation.search([("card_id", "=", self.id)])}
        for held in Reservation.search([("card_id", "in", others.ids), ("state", "=", "active")]):
            known = mine.setdefault(held.reference, held)
            if known == held:
                held.card_id = self
            else:
                points = known.points if known.state == "active" else 0
                known.write({"points": points + held.points, "state": "active", "reserved_until": held.reserved_until})
                held.state = "released"

    def _club_take_over(self, account):
        """Entries that move what another card has, also what it owes, to this one.

        :param account: the lots and the overdraft of the other card
        """
        transfer = {"kind": "transfer", "src_model": self._name}
        out = {**transfer, "card_id": account.card_id, "src_id": self.id, "src_name": self.code}
        into = {**transfer, "card_id": self.id, "src_id": account.card_id}
        entries = []
        for lot in account.lots.values():
            points, key = lot.remaining + lot.held, f"merge:{lot.ref}:{self.id}"
            held = {"available_on": lot.available_on, "unpaid_order_id": lot.unpaid_order} if lot.held else {}
            entries.append({**out, "points": -points, "lot_id": lot.ref, "key": f"{key}:out"})
            entries.append(
                {
                    **into,
                    "points": points,
                    "expires_on": lot.expires_on,
                    **held,
                    "key": f"{key}:in",
                }
            )
        if account.overdraft:
            entries.append({**out, "points": account.overdraft})
            entries.append({**into, "points": -account.overdraft, "overdraft": True})
        return entries


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    def _to_final_cards(self, entries):
        """What moves a card that was merged into another one moves that one: in the lot that took over the points, else
        in one with the same end."""
        cards = self.env["loyalty.card"].sudo().browse({entry["card_id"] for entry in entries})
        final = {card.id: card._club_final().id for card in cards if card.club_merged_into_id}
        result = []
        for entry in entries:
            if entry["card_id"] in final and entry["kind"] != "transfer":  # a merge itself moves the old cards
                lot = self.env["loyalty.lot"].sudo().browse(entry.get("lot_id") or [])
                entry = dict(entry, card_id=final[entry["card_id"]], lot_id=self._lot_after_merges(lot).id)
                if lot and entry["points"] > 0:
                    entry.setdefault("expires_on", lot.expires_on)
            result.append(entry)
        return result

    def _lot_after_merges(self, lot):
        """The lot that took over what was left in this one when cards were merged; empty when nothing was left."""
        while lot.card_id.club_merged_into_id:
            key = f"merge:{lot.id}:"
            taken = self.sudo().search(
                [
                    ("idem_key", "=like", f"{key}%:in"),
                    ("src_model", "=", "loyalty.card"),
                    ("src_id", "=", lot.card_id.id),
                ]
            )
            lot = taken.lot_id[:1]
        return lot

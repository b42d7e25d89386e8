"""Two customers become one: so do their memberships and cards, and the ledger tells how."""

from odoo import models


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
        self.search([("referrer_id", "in", others.ids)]).referrer_id = self
        others.tier_change_ids.write({"member_id": self.id})
        values = {"partner_id": partner.id}
        if cards:
            values["card_id"] = card.id
        joined = [member.joined_on for member in self | others if member.joined_on]
        if joined:
            values["joined_on"] = min(joined)
        if "active" in (self | others).mapped("state"):
            values["state"] = "active"
        self.referrer_id = False if self.referrer_id in (self | others) else self.referrer_id
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
        if self.partner_id != partner:
            self.partner_id = partner

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
            held_until = lot.available_on if lot.held else False
            entries.append({**out, "points": -points, "lot_id": lot.ref, "key": f"{key}:out"})
            entries.append(
                {
                    **into,
                    "points": points,
                    "expires_on": lot.expires_on,
                    "available_on": held_until,
                    "key": f"{key}:in",
                }
            )
        if account.overdraft:
            entries.append({**out, "points": account.overdraft})
            entries.append({**into, "points": -account.overdraft, "overdraft": True})
        return entries

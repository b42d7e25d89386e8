"""Rows of an e-wallet speak of money, where those of a card speak of points."""

from odoo import models

from odoo.addons.crm_segments.tools.dates import show_date


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    def _say(self):
        if self.sudo().club_id.wallet_program_id == self.sudo().card_id.program_id:
            says = getattr(self, f"_say_credit_{self.kind}", None)
            return (says and says()) or super()._say()
        return super()._say()

    def _money(self):
        """The amount of this row, or of the whole movement, without its sign."""
        amount = abs(self.env.context.get("club_points", self.points))
        return self.company_id._club_format_amount(amount, self.sudo().club_id.currency_id, self.env.lang)

    def _say_credit_adjust(self):
        names = {"amount": self._money(), "reason": self.reason or ""}
        if not self.reason:
            return self.env._("Credit of %(amount)s", **names)
        return self.env._("Credit of %(amount)s: %(reason)s", **names)

    def _say_credit_spend(self):
        return self.env._("%(amount)s paid for %(document)s", amount=self._money(), document=self._document())

    def _say_credit_expire(self):
        if (self.rule_snapshot or {}).get("kind") == "left":
            return self.env._("Credit of %s ended with the membership", self._money())
        day = show_date(self.lot_id.expires_on or self.occurred_on, self.env.lang)
        return self.env._("Credit of %(amount)s ended on %(day)s", amount=self._money(), day=day)

    def _say_credit_reverse(self):
        names = {"amount": self._money(), "document": self._document()}
        if self.points > 0:
            return self.env._("%(amount)s given back because %(document)s was changed or cancelled", **names)
        return self.env._("%(amount)s taken back because %(document)s was changed or cancelled", **names)

    def _say_credit_transfer(self):
        if self.points > 0:
            return self.env._("%s came from another card of the same customer", self._money())
        return self.env._("%s went to another card of the same customer", self._money())

"""How a company's amounts are shown to its customers."""

from odoo import fields, models

from ..tools.money import display_amount


class ResCompany(models.Model):
    _inherit = "res.company"

    club_money_display = fields.Selection(
        [("currency", "As the currency"), ("toman", "Toman")],
        string="Amounts for Customers",
        default="currency",
        required=True,
        help="How amounts in Rial are written on the web site and the portal. Toman divides them by 10. The books, the "
        "back office and what is stored stay in Rial.",
    )

    def _club_format_amount(self, amount, currency=None, lang=None):
        """An amount as this company's customers read it, such as ``۳۰٬۰۰۰ تومان``.

        :param amount: the amount in the currency
        :param currency: a `res.currency`; by default the company's own
        :param str lang: the reader's language; by default that of the environment
        :rtype: str
        """
        self.ensure_one()
        currency = currency or self.currency_id
        return display_amount(
            amount,
            currency.name,
            as_toman=self.club_money_display == "toman",
            lang=lang or self.env.lang or "en_US",
            decimals=currency.decimal_places,
        )

from odoo import models

from odoo.addons.loyalty_club.tools.display import show_number
from odoo.addons.loyalty_club.tools.points import ZERO, to_points


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _club_cart_notes(self):
        """What the customer reads about his clubs, in the cart and when he has ordered.

        :return: dicts with `club`, `tier`, `spendable` and `promised`, the last empty when the order gives nothing
        :rtype: list
        """
        self.ensure_one()
        order, lang = self.sudo(), self.env.lang
        notes = []
        for member in order._club_members() if not order.partner_id.is_public else ():
            card = member.card_id
            spendable = card._spendable(besides=order._club_key())[card]
            if order.state != "sale":  # a confirmed order is booked: the card knows
                lines = order.order_line.filtered(lambda line, card=card: line.coupon_id == card)
                spendable -= to_points(sum(lines.mapped("points_cost")))
            rules = order._club_rule_target(member, {}).values()
            promised = sum((rule["points"] for rule in rules), ZERO) + order._club_native_earned().get(card, ZERO)
            notes.append(
                {
                    "club": member.club_id.name,
                    "tier": member.tier_id.name,
                    "spendable": show_number(max(spendable, ZERO), lang),
                    "promised": show_number(promised, lang) if promised > 0 else "",
                }
            )
        return notes

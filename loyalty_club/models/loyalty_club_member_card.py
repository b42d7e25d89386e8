"""The card of a member: to print and to keep on the phone. The till reads its code and finds the customer."""

from base64 import b64encode

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.colours import readable_on

_COLOUR = "#3d4b5c"


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    tier_colour = fields.Char(related="tier_id.color")

    def _card_image(self, symbology, **size):
        """The code of the card as a picture inside the page, so that a kept page needs no connection.

        :param str symbology: `QR` or `Code128`
        :rtype: str
        """
        self.ensure_one()
        image = self.env["ir.actions.report"].barcode(symbology, self.sudo().card_id.code, **size)
        return f"data:image/png;base64,{b64encode(image).decode()}"

    def _card_colour(self):
        """The colour of the card, that of the tier, and the colour of what is written on it.

        :return: `(background, text)`, as in CSS
        """
        self.ensure_one()
        colour = self.sudo().tier_id.color or _COLOUR
        return colour, readable_on(colour)

    def _get_report_base_filename(self):
        return self.env._("Card %s", ", ".join(self.mapped("number")))

    def action_print_card(self):
        """The cards of these members, ten to a sheet.

        :raise UserError: when none of them has a card
        """
        members = self.filtered(lambda member: member.state == "active" and member.card_id)
        if not members:
            raise UserError(self.env._("Only active members have a card."))
        return self.env.ref("loyalty_club.loyalty_club_card_report").report_action(members)

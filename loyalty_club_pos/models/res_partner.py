from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.crm_segments.tools.text import to_latin_digits


class ResPartner(models.Model):
    """A cashier finds a customer by the number or the code of his card, or any spelling of his phone, in any digits
    (L3)."""

    _inherit = "res.partner"

    club_till_search = fields.Char(
        string="Found At The Till By", compute="_compute_club_till_search", compute_sudo=True
    )

    def _compute_club_till_search(self):
        """What the till looks into besides the fields of Odoo."""
        for partner in self:
            members = partner.club_member_ids
            words = [*members.mapped("number"), *members.card_id.mapped("code"), partner.search_text]
            partner.club_till_search = " ".join(filter(None, words))

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "club_till_search"]

    @api.model
    def get_new_partner(self, config_id, domain, offset):
        """Override of `point_of_sale`: the same for those whom the till does not know yet.

        The till looks for what was typed in a list of fields, of which the barcode of the contact is one.
        """
        typed = [leaf[2] for leaf in domain if isinstance(leaf, (list, tuple)) and leaf[0] == "barcode"]
        if typed and isinstance(typed[0], str):
            text = typed[0].removesuffix("%").strip()
            # sudo: cashiers read no memberships; whom they find is what they may read of contacts
            members = self.env["loyalty.club.member"].sudo()
            code = to_latin_digits(text)
            members = members._search(
                Domain("number", "=", code.upper()) | Domain("card_id.code", "in", [code, code.lower()])
            )
            ours = Domain("club_member_ids", "in", members) | Domain("club_search", "ilike", text)
            domain = list(Domain(domain) | ours)
        return super().get_new_partner(config_id, domain, offset)

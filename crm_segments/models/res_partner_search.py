from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.search import search_terms, search_text
from ..tools.text import fold


class ResPartner(models.Model):
    """Quick search that finds whatever digits or letters were typed, on either side (C1)."""

    _inherit = "res.partner"

    search_text = fields.Char(
        compute="_compute_search_text", store=True, index="trigram", compute_sudo=True, groups="base.group_user"
    )
    club_search = fields.Char(
        string="Customer",
        compute="_compute_club_search",
        search="_search_club_search",
        groups="base.group_user",
        help="Name, mobile, e-mail or reference, in any digits and letters.",
    )

    name_folded = fields.Char(
        compute="_compute_name_folded", store=True, index="btree_not_null", compute_sudo=True, groups="base.group_user"
    )

    @api.depends("name")
    def _compute_name_folded(self):
        for partner in self:
            partner.name_folded = fold(partner.name).replace(" ", "") or False

    def _search_text_fields(self):
        """Names of the fields that the quick search looks into. Extend to add some, such as a membership number.

        :return: list of stored char fields
        """
        return ["complete_name", "email", "ref", "vat"]

    @api.depends(lambda self: [*self._search_text_fields(), "phone", "phone_sanitized"])
    def _compute_search_text(self):
        names = self._search_text_fields()
        for partner in self:
            texts = [partner[name] for name in names]
            partner.search_text = search_text(texts, [partner.phone, partner.phone_sanitized])

    def _compute_club_search(self):
        self.club_search = False

    def _search_club_search(self, operator, value):
        if operator not in ("ilike", "like", "=", "in"):
            return NotImplemented
        values = value if operator == "in" else [value]
        # the text is folded on both sides already, `like` spares the work of comparing without case
        return Domain.OR(
            Domain.AND(Domain("search_text", "like", term) for term in search_terms(text)) for text in values if text
        )

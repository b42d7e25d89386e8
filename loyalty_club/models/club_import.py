from odoo import api, fields, models
from odoo.tools import SQL

MEMBER_NUMBER = "member_number"


class ClubImport(models.Model):
    """A list can make its customers members of a club, and find them by their member number (C19, L2)."""

    _inherit = "club.import"

    club_id = fields.Many2one(
        "loyalty.club",
        string="Into the Club",
        check_company=True,
        help="They become members, with card and points for joining; who waits for approval becomes one with it.",
    )

    def _into(self, partners):
        result = super()._into(partners)
        if self.club_id:
            self.club_id._join(partners, source="import", pending=self.needs_approval)
        return result

    @api.model
    def _key_source(self, target):
        if target != MEMBER_NUMBER:
            return super()._key_source(target)
        return SQL("SELECT partner_id, number AS value, company_id FROM loyalty_club_member")


class ClubImportTarget(models.AbstractModel):
    _inherit = "club.import.target"

    @api.model
    def _targets(self):
        targets = super()._targets()
        # it only finds: numbers are given by the club
        targets[MEMBER_NUMBER] = {"type": "char", "label": self.env._("Member Number"), "key": MEMBER_NUMBER}
        return targets

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_club_blocked = fields.Boolean(string="Blocked", compute="_compute_is_club_blocked")

    @api.depends("customer_status_kind", "commercial_partner_id.customer_status_kind")
    def _compute_is_club_blocked(self):
        blocked = self._is_blocked()
        for partner in self:
            partner.is_club_blocked = partner in blocked

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "is_club_blocked"]

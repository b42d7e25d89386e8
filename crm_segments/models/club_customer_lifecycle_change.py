from odoo import fields, models

from .club_customer_metric import STAGES


class ClubCustomerLifecycleChange(models.Model):
    """When a customer went from one stage of his life cycle to another (C9). Rows are written by SQL."""

    _name = "club.customer.lifecycle.change"
    _description = "Change of Life Cycle"
    _log_access = False
    _rec_name = "partner_id"
    _order = "date desc, id desc"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    from_stage = fields.Selection(STAGES, string="From")
    to_stage = fields.Selection(STAGES, string="To", required=True)
    date = fields.Datetime(required=True)

    _company_date_idx = models.Index("(company_id, date)")

from odoo import fields, models


class ClubCustomerRemark(models.Model):
    """What staff know of a customer's manner and way of buying. He never sees it (C8)."""

    _name = "club.customer.remark"
    _description = "Remark on a Customer"
    _order = "create_date desc, id desc"
    _rec_name = "text"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    topic = fields.Selection(
        [("manner", "Manner"), ("buying", "Way of Buying"), ("other", "Other")], required=True, default="manner"
    )
    text = fields.Text(required=True)
    is_for_managers = fields.Boolean(string="Managers Only", help="Only managers and who wrote it read this.")


class ClubCustomerOccasion(models.Model):
    """A day to remember: wedding, opening of the shop, name day (C8)."""

    _name = "club.customer.occasion"
    _description = "Occasion of a Customer"
    _order = "date, id"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    name = fields.Char(required=True)
    date = fields.Date(required=True, index=True)
    is_yearly = fields.Boolean(string="Every Year", default=True)

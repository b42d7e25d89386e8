from odoo import api, fields, models

LIMIT = "web.active_ids_limit"  # how many ids the web client reads of a list that is selected as a whole


class ClubWholeListMixin(models.AbstractModel):
    """What is done to the customers who are selected, or to the whole list where it is longer than the ids at hand.

    The web client hands over the ids of what is selected, and of a whole list the first 20,000 alone. It also sends
    the list's filter, so a wizard with this mixin reaches them all (C1).
    """

    _name = "club.whole.list.mixin"
    _description = "Work on All Customers of a List"

    partner_ids = fields.Many2many("res.partner", string="Customers")
    list_domain = fields.Json(
        readonly=True,
        default=lambda self: self._default_list_domain(),
        help="The filter of the list, where it holds more customers than the web client hands over.",
    )
    whole_list = fields.Boolean(
        string="All customers of the list", default=lambda self: bool(self._default_list_domain())
    )
    customer_count = fields.Integer(compute="_compute_customer_count")
    list_count = fields.Integer(compute="_compute_customer_count")

    @api.model
    def _default_list_domain(self):
        """The filter, when as many are selected as the web client hands over at the most, and the list has more."""
        context = self.env.context
        selected = len(context.get("active_ids") or ())
        limit = int(self.env["ir.config_parameter"].sudo().get_param(LIMIT, "20000"))
        domain = context.get("active_domain")
        if context.get("active_model") != "res.partner" or selected < limit or domain is None:
            return False
        is_longer = self.env["res.partner"].search_count(domain, limit=selected + 1) > selected
        return is_longer and (domain or [[1, "=", 1]])

    @api.depends("partner_ids", "list_domain", "whole_list")
    def _compute_customer_count(self):
        for wizard in self:
            wizard.list_count = self.env["res.partner"].search_count(wizard.list_domain) if wizard.list_domain else 0
            wizard.customer_count = wizard.list_count if wizard.whole_list else len(wizard.partner_ids)

    def _customers(self):
        """:return: res.partner, whom the user means"""
        self.ensure_one()
        if self.whole_list and self.list_domain:
            return self.env["res.partner"].search(self.list_domain)
        return self.partner_ids

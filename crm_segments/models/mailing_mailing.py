from odoo import models
from odoo.fields import Domain


class MailingMailing(models.Model):
    """Mass mailings, by e-mail or SMS, leave out blocked customers (C3)."""

    _inherit = "mailing.mailing"

    def _get_recipients_domain(self):
        domain = super()._get_recipients_domain()
        if self.mailing_model_real == "res.partner":
            return domain & ~self.env["res.partner"]._blocked_domain()
        field = self.env[self.mailing_model_real]._fields.get("partner_id")
        if field and field.comodel_name == "res.partner" and field._description_searchable:
            # orders, leads, registrations: what belongs to a blocked customer
            blocked = self.env["res.partner"].sudo().with_context(active_test=False)._blocked_domain()
            domain &= ~Domain("partner_id", "any", blocked)
        return domain

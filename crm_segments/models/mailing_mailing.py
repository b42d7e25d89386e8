from odoo import models
from odoo.fields import Domain


class MailingMailing(models.Model):
    """Mass mailings, by e-mail or SMS, leave out blocked customers (C3)."""

    _inherit = "mailing.mailing"

    def _get_recipients_domain(self):
        domain = super()._get_recipients_domain()
        if self.mailing_model_real == "res.partner":
            domain &= Domain("customer_status_kind", "!=", "blocked")
        return domain

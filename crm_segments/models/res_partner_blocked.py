from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ..tools.phone import normalise


class ResPartner(models.Model):
    """The one place that says who is blocked (C3)."""

    _inherit = "res.partner"

    def _is_blocked(self):
        """Those of the contacts who are blocked, by themselves or with the company that they belong to.

        :return: res.partner, a part of self
        """
        return self.filtered(
            lambda partner: (
                "blocked"
                in (partner.sudo().customer_status_kind, partner.sudo().commercial_partner_id.customer_status_kind)
            )
        )

    @api.model
    def _blocked_sql(self, alias):
        """The condition under which a row of res_partner is a blocked contact.

        :param str alias: of the table res_partner in the query around it
        :rtype: SQL
        """
        return SQL(
            """(%(own)s = 'blocked' OR EXISTS (
                SELECT 1 FROM res_partner blocked_company
                 WHERE blocked_company.id = %(company)s AND blocked_company.customer_status_kind = 'blocked'))""",
            own=SQL.identifier(alias, "customer_status_kind"),
            company=SQL.identifier(alias, "commercial_partner_id"),
        )

    @api.model
    def _blocked_domain(self):
        """The same as a domain on res.partner. Staff are never blocked, so whose number or address they share is not
        asked.

        :rtype: Domain
        """
        kind = "customer_status_kind"
        return Domain(kind, "=", "blocked") | Domain(f"commercial_partner_id.{kind}", "=", "blocked")

    @api.model
    def _blocked_by_address(self, phone=None, email=None, company=None):
        """The blocked customers who have this phone or e-mail, whoever says that it is his.

        :param str phone: in any spelling
        :param str email: in any spelling
        :param company: res.company whose customers are looked at, with the shared ones
        :return: res.partner with the rights of the system; empty when nobody is blocked under them
        """
        company = company or self.env.company
        keys = {
            "phone_sanitized": normalise(phone, company.country_id.code or "IR") if phone else None,
            "email_normalized": email_normalize(email or ""),
        }
        wanted = Domain.OR(Domain(column, "=", key) for column, key in keys.items() if key)
        if not any(keys.values()):
            return self.sudo().browse()
        # a guest is told no more than that the order cannot be taken
        blocked = wanted & self._blocked_domain() & Domain("company_id", "in", [False, company.id])
        return self.sudo().with_context(active_test=False).search(blocked)

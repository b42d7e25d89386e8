from datetime import timedelta

from odoo import api, fields, models
from odoo.http import GeoIP
from odoo.tools import SQL

from ..tools.ip import clean_ip, network_of

FLAGS = [
    ("listed", "Listed Address"),
    ("country_jump", "Country Jump"),
    ("many_accounts", "Many Accounts"),
]
EVENTS = [("signup", "Sign-up"), ("signin", "Sign-in"), ("order", "Order"), ("form", "Form")]


class ClubCustomerIp(models.Model):
    """From where a customer reached us: one row for each sign-up, sign-in, order and form entry."""

    _name = "club.customer.ip"
    _description = "Customer IP Address"
    _order = "date desc, id desc"
    _rec_name = "ip"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    event = fields.Selection(EVENTS, required=True)
    ip = fields.Char(string="IP Address", required=True, index=True)
    network = fields.Char(index=True, help="The neighbourhood of the address: /24 of IPv4, /64 of IPv6.")
    country_id = fields.Many2one("res.country")
    flag = fields.Selection(FLAGS, index="btree_not_null", help="Why this visit should be looked at.")
    flag_reason = fields.Char()
    user_agent = fields.Char(string="Browser")
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    is_anonymised = fields.Boolean(
        string="Anonymised", help="The retention period is over: only the network part of the address is left."
    )

    @api.model
    def _log(self, partner, event, ip, user_agent=None):
        """Write down an event and keep the first and the last address on the customer.

        :param partner: res.partner
        :param str event: signup, signin, order or form
        :param str ip: as the request gave it; nothing is logged when it is no address
        :param str user_agent: the browser
        :return: the new row, or an empty recordset
        """
        ip = clean_ip(ip)
        if not (partner and ip):
            return self.browse()
        country_code = GeoIP(ip).country.iso_code
        country = self.env["res.country"].sudo()
        if country_code:
            country = country.search([("code", "=", country_code)], limit=1)
        row = self.sudo().create(
            {
                "partner_id": partner.id,
                "event": event,
                "ip": ip,
                "network": network_of(ip),
                "country_id": country.id,
                "user_agent": str(user_agent or "")[:255],
            }
        )
        values = {"last_ip": ip, "last_ip_on": row.date, "ip_country_id": country.id}
        if not partner.sudo().signup_ip and event in ("signup", "form"):
            values["signup_ip"] = ip
        before = partner.sudo().last_ip_on, partner.sudo().ip_country_id
        partner.sudo().with_context(tracking_disable=True).write(values)
        row._raise_flags(*before)
        return row

    @api.autovacuum
    def _gc_anonymise(self):
        """After the retention period only the network part of an address stays, here and on the customer."""
        days = int(self.env["ir.config_parameter"].sudo().get_param("crm_segments.ip_retention_days", 180))
        if days <= 0:
            return 0, 0
        limit = 10000
        rows = self.env.execute_query(
            SQL(
                """
                WITH old AS (
                    SELECT id, partner_id, ip,
                           host(network(set_masklen(ip::inet, CASE family(ip::inet) WHEN 4 THEN 24 ELSE 48 END)))
                               AS net
                      FROM club_customer_ip
                     WHERE is_anonymised IS NOT TRUE AND date < %(cutoff)s
                     LIMIT %(limit)s
                       FOR UPDATE SKIP LOCKED
                ), done AS (
                    UPDATE club_customer_ip log SET ip = old.net, network = NULL, user_agent = NULL, flag_reason = NULL,
                           is_anonymised = TRUE
                      FROM old WHERE log.id = old.id RETURNING log.id
                ), nets AS (
                    SELECT DISTINCT partner_id, ip, net FROM old
                ), partners AS (
                    UPDATE res_partner p
                       SET signup_ip = COALESCE(
                               (SELECT net FROM nets WHERE partner_id = p.id AND ip = p.signup_ip), p.signup_ip),
                           last_ip = CASE WHEN p.last_ip_on < %(cutoff)s THEN COALESCE(
                               (SELECT net FROM nets WHERE partner_id = p.id AND ip = p.last_ip), p.last_ip)
                               ELSE p.last_ip END
                     WHERE p.id IN (SELECT partner_id FROM old)
                    RETURNING p.id
                )
                SELECT count(*) FROM done
                """,
                cutoff=fields.Datetime.now() - timedelta(days=days),
                limit=limit,
            )
        )
        self.invalidate_model()
        self.env["res.partner"].invalidate_model(["signup_ip", "last_ip"])
        done = rows[0][0]
        return done, int(done == limit)

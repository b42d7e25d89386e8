from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL


class ClubCustomerIp(models.Model):
    """What is strange about a visit (C5). A flag tells a person to look; it locks nobody out."""

    _inherit = "club.customer.ip"

    def _raise_flags(self, seen_on, seen_country):
        """Flag the visit and its customer where one of the rules says so; the first that does wins.

        :param seen_on: when the customer was seen before
        :param seen_country: res.country from where he was seen then
        """
        self.ensure_one()
        for flag, reason in (
            ("listed", self._why_listed()),
            ("country_jump", self._why_country_jump(seen_on, seen_country)),
            ("many_accounts", self._why_many_accounts()),
        ):
            if reason:
                self.write({"flag": flag, "flag_reason": reason})
                self.partner_id._flag_ip(self)
                return

    def _threshold(self, name, default):
        value = self.env["ir.config_parameter"].sudo().get_param(f"crm_segments.{name}", default)
        return int(value or 0)

    def _why_listed(self):
        listing = self.env["club.ip.range"]._listing(self.ip)
        return listing and self.env._("In the watched range %(range)s: %(why)s", range=listing.cidr, why=listing.name)

    def _why_country_jump(self, seen_on, seen_country):
        hours = self._threshold("ip_jump_hours", 24)
        if not (hours and seen_on and seen_country and self.country_id and self.country_id != seen_country):
            return False
        if self.date - seen_on > timedelta(hours=hours):
            return False
        return self.env._(
            "Was in %(before)s less than %(hours)s hours before, now in %(now)s",
            before=seen_country.name,
            hours=hours,
            now=self.country_id.name,
        )

    def _why_many_accounts(self):
        days = self._threshold("ip_window_days", 30)
        since = fields.Datetime.now() - timedelta(days=days)
        for column, value, limit in (
            ("ip", self.ip, self._threshold("ip_account_limit", 5)),
            ("network", self.network, self._threshold("ip_network_limit", 30)),
        ):
            count = limit and self._count_accounts(column, value, since, limit)
            if count and count > limit:
                return self.env._(
                    "More than %(limit)s customers came from %(address)s in %(days)s days",
                    limit=limit,
                    address=value,
                    days=days,
                )
        return False

    def _count_accounts(self, column, value, since, limit):
        """How many customers came from an address or network; counting ends above the limit."""
        self.flush_model()
        [[count]] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM (
                        SELECT DISTINCT partner_id FROM club_customer_ip
                         WHERE %s = %s AND date >= %s LIMIT %s) customers""",
                SQL.identifier(column),
                value,
                since,
                limit + 1,
            )
        )
        return count

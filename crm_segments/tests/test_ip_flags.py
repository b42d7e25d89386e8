import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import geoip2.database
import netaddr
from mmdb_writer import MMDBWriter

from odoo import http
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import CustomersCase


@contextmanager
def geoip(**countries):
    """Odoo's own GeoIP with a database of just these countries: a code and its networks."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="GeoLite2-Country", languages=["en"])
    for code, networks in countries.items():
        writer.insert_network(netaddr.IPSet(networks), {"country": {"iso_code": code, "names": {"en": code}}})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "country.mmdb")
        writer.to_db_file(path)
        with (
            geoip2.database.Reader(path) as reader,
            patch.dict(http.root.__dict__, {"geoip_country_db": reader, "geoip_city_db": reader}),
            patch.object(reader, "city", reader.country),
        ):
            yield


@tagged("post_install", "-at_install")
class TestIpFlags(CustomersCase):
    # C5: countries and flags

    def _visit(self, partner, ip, event="signin", date=None):
        row = self.env["club.customer.ip"]._log(partner, event, ip)
        if date:
            row.date = partner.last_ip_on = date
        return row

    def _set(self, **values):
        for name, value in values.items():
            self.env["ir.config_parameter"].set_param(f"crm_segments.{name}", value)

    def test_country_by_geoip_also_of_ipv6(self):
        partner = self._customer()
        with geoip(IR=["5.160.0.0/16", "2a01:5ec0::/32"], DE=["81.169.0.0/16"]):
            self.assertEqual(self._visit(partner, "5.160.1.2").country_id.code, "IR")
            six = self._visit(partner, "2a01:5ec0:1:2::9")
            self.assertEqual((six.country_id.code, six.network), ("IR", "2a01:5ec0:1:2::/64"))
            self.assertFalse(self._visit(partner, "9.9.9.9").country_id)
        self.assertFalse(partner.ip_flag, "an unknown country is no jump")

    def test_country_jump(self):
        partner, slow = self._customer(), self._customer("Slow")
        with geoip(IR=["5.160.0.0/16"], DE=["81.169.0.0/16"]):
            self._visit(partner, "5.160.1.2")
            jump = self._visit(partner, "81.169.1.1")
            self.assertEqual((jump.flag, partner.ip_flag), ("country_jump", "country_jump"))
            self.assertIn("Iran", jump.flag_reason)
            self._visit(slow, "5.160.1.2", date="2026-01-01 10:00:00")
            self.assertFalse(self._visit(slow, "81.169.1.1").flag, "there was time for a journey")

    def test_listed_range(self):
        Range = self.env["club.ip.range"].with_user(self.manager)
        Range.create([{"cidr": "5.160.7.9/16", "name": "Proxies"}, {"cidr": "2001:db8::/32", "name": "Lab"}])
        self.assertEqual(self._visit(self._customer(), "5.160.255.1").flag, "listed")
        visit = self._visit(self._customer(), "2001:db8:9::1")
        self.assertIn("Lab", visit.flag_reason)
        self.assertFalse(self._visit(self._customer(), "5.161.0.1").flag)

    def test_range_is_checked_where_it_is_typed(self):
        Range = self.env["club.ip.range"].with_user(self.manager)
        self.assertEqual(Range.create({"cidr": "۵.۱۶۰.۱.۷", "name": "x"}).cidr, "5.160.1.7/32")
        for wrong in ("5.160.0.0/33", "shop.example", "1.2.3", "'; DROP TABLE x; --"):
            with self.assertRaises(ValidationError):
                Range.create({"cidr": wrong, "name": "x"})
        with self.assertRaises(AccessError):
            Range.with_user(self.user).search([])

    def test_many_accounts_of_one_address_and_of_one_network(self):
        self._set(ip_account_limit=2, ip_network_limit=4)
        flags = [self._visit(self._customer(), "5.160.1.2").flag for _number in range(3)]
        self.assertEqual(flags, [False, False, "many_accounts"])
        flags = [self._visit(self._customer(), f"5.160.2.{number}").flag for number in range(5)]
        self.assertEqual(flags, [False] * 4 + ["many_accounts"])
        self._set(ip_account_limit=0, ip_network_limit=0)
        self.assertFalse(self._visit(self._customer(), "5.160.1.2").flag)

    def test_one_customer_often_is_not_many(self):
        self._set(ip_account_limit=2)
        partner = self._customer()
        self.assertFalse([row.flag for row in (self._visit(partner, "5.160.1.2") for _number in range(6)) if row.flag])

    def test_flagged_newcomer_waits_where_settings_say_so(self):
        self.env["club.ip.range"].create({"cidr": "5.160.0.0/16", "name": "Proxies"})
        free = self._customer()
        self._visit(free, "5.160.1.2", "signup")
        self.assertEqual((free.ip_flag, free.customer_status_kind), ("listed", "active"))
        self._set(ip_flag_waits="True")
        waits = self._customer()
        self._visit(waits, "5.160.1.2", "signup")
        self.assertEqual((waits.customer_status_kind, waits.approval_source), ("pending", "flag"))
        waits.with_user(self.manager).action_clear_ip_flag()
        self.assertFalse(waits.ip_flag)
        with self.assertRaises(AccessError):
            free.with_user(self.user).action_clear_ip_flag()


@tagged("post_install", "-at_install")
class TestForwardedHeader(HttpCase, CustomersCase):
    # C5: what a header says is believed only where Odoo runs behind a proxy

    def _sign_in(self):
        partner = self._customer(phone="+989121239999")
        self._portal_user(partner, login="header@example.com")
        self.authenticate(None, None)
        forged = {"X-Forwarded-For": "5.160.66.66", "X-Forwarded-Host": "x", "X-Real-IP": "5.160.66.66"}
        self.url_open(
            "/web/login",
            data={
                "login": "header@example.com",
                "password": "portal-secret",
                "csrf_token": http.Request.csrf_token(self),
            },
            headers=forged,
        )
        return partner.customer_ip_ids

    def test_forged_header_is_not_believed(self):
        self.assertEqual(self._sign_in().mapped("ip"), ["127.0.0.1"])

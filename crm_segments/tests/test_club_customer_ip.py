from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestCustomerIp(CustomersCase):
    # C5

    def test_log_keeps_first_and_last(self):
        partner = self._customer()
        Ip = self.env["club.customer.ip"]
        Ip._log(partner, "form", "5.160.1.2", "Browser" * 100)
        Ip._log(partner, "signin", "::ffff:5.160.9.9")
        self.assertEqual(partner.signup_ip, "5.160.1.2")
        self.assertEqual(partner.last_ip, "5.160.9.9")
        partner.invalidate_recordset()
        self.assertEqual(partner.customer_ip_ids.mapped("event"), ["signin", "form"])

    def test_what_is_no_address_is_not_logged(self):
        partner = self._customer()
        for ip in (None, "", "localhost", "1.2.3", "<script>", "1.2.3.4, 5.6.7.8"):
            self.assertFalse(self.env["club.customer.ip"]._log(partner, "form", ip))
        self.assertFalse(partner.last_ip)

    def test_old_addresses_are_anonymised(self):
        partner, fresh = self._customer(), self._customer()
        Ip = self.env["club.customer.ip"]
        old = Ip._log(partner, "form", "5.160.1.2", "Browser")
        six = Ip._log(partner, "signin", "2001:db8:1:2::5")
        new = Ip._log(fresh, "form", "5.160.1.3")
        (old + six).date = "2020-01-01"
        partner.last_ip_on = "2020-01-01"
        self.env.flush_all()
        Ip._gc_anonymise()
        self.assertEqual((old.ip, old.user_agent, old.is_anonymised), ("5.160.1.0", False, True))
        self.assertEqual(six.ip, "2001:db8:1::")
        self.assertEqual((partner.signup_ip, partner.last_ip), ("5.160.1.0", "2001:db8:1::"))
        self.assertEqual((new.ip, fresh.signup_ip), ("5.160.1.3", "5.160.1.3"))

    def test_nobody_but_the_club_reads_addresses(self):
        partner = self._customer()
        self.env["club.customer.ip"]._log(partner, "form", "5.160.1.2")
        login = self._portal_user(partner)
        for user in (login, self.outsider, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.env["club.customer.ip"].with_user(user).search([])
        with self.assertRaises(AccessError):
            partner.with_user(login).read(["signup_ip"])
        with self.assertRaises(AccessError):
            self.env["club.customer.ip"].with_user(self.manager).search([]).write({"ip": "1.1.1.1"})

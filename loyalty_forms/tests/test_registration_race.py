import threading

from odoo import SUPERUSER_ID, api
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged

MOBILE = "+989351239876"


@tagged("post_install", "-at_install")
class TestRegistrationRace(TransactionCase):
    """F12: the same person in several tabs at the same instant, on real connections that really commit."""

    def _in_new_transaction(self, function):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return retrying(lambda: function(env), env)

    def _make_form(self, env):
        company = env["res.company"].search([], limit=1)
        club = env["loyalty.club"].create({"name": "Race", "company_id": company.id})
        template = env["loyalty.form"]._registration_template()
        return env["loyalty.form"].create(
            {**template, "club_id": club.id, "company_id": company.id, "captcha": "none", "is_published": True}
        )

    def _clean_up(self, env):
        form = env["loyalty.form"].browse(self.form_id)
        club = form.club_id
        form.entry_ids.unlink()
        partners = env["res.partner"].search([("phone_sanitized", "=", MOBILE)])
        env["loyalty.club.member"].search([("club_id", "=", club.id)]).unlink()
        env["club.customer.ip"].search([("partner_id", "in", partners.ids)]).unlink()
        partners.unlink()
        form.unlink()
        club.unlink()

    def test_one_customer_and_one_member(self):
        self.form_id = self._in_new_transaction(lambda env: self._make_form(env).id)
        self.addCleanup(lambda: self._in_new_transaction(self._clean_up))
        barrier, errors = threading.Barrier(3), []

        def tab(number):
            waited = []

            def send(env):
                form = env["loyalty.form"].browse(self.form_id)
                typed = {"name": f"Tab {number}", "mobile": MOBILE, "consent": "yes"}
                raw = {form.field_ids.filtered(lambda f, a=alias: f.alias == a).key: t for alias, t in typed.items()}
                answers, invalid = form._check_answers(raw)
                self.assertFalse(invalid)
                if not waited:  # all have begun, and so have their own view of the database, before any goes on
                    waited.append(barrier.wait(timeout=20))
                form._submit(answers, {"nonce": f"race{number}", "ip": "203.0.113.7", "lang": "en_US"})

            try:
                self._in_new_transaction(send)
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=tab, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertFalse(errors)

        def look(env):
            form = env["loyalty.form"].browse(self.form_id)
            partners = env["res.partner"].search([("phone_sanitized", "=", MOBILE)])
            members = env["loyalty.club.member"].search([("club_id", "=", form.club_id.id)])
            return len(form.entry_ids), len(partners), len(members)

        self.assertEqual(self._in_new_transaction(look), (3, 1, 1))

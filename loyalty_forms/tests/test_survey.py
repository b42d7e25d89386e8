"""F14: surveys after purchase."""

from lxml import html

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import FormsCase
from .test_form_page import PageCase


class SurveyCase(FormsCase):
    @classmethod
    def _survey(cls, **values):
        cls.form = cls._form(
            [
                {"kind": "nps", "alias": "nps"},
                {"kind": "rating", "alias": "stars"},
                {"kind": "paragraph", "alias": "why"},
            ],
            name="After purchase",
            company_id=cls.company.id,
        )
        since = fields.Date.subtract(fields.Date.today(), days=60)
        return cls.env["loyalty.form.survey"].create(
            {"name": "Orders", "form_id": cls.form.id, "days": 3, "since": since, "rest_days": 10, **values}
        )

    @classmethod
    def _order(cls, partner, days, amount=100.0):
        order = cls._sale_order(partner, amount)
        order.date_order = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        return order


@tagged("post_install", "-at_install")
class TestSurvey(SurveyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._survey()
        cls.sara = cls._customer(phone="+989121234567", email="sara@example.com")
        cls.reza = cls._customer("Reza", email="reza@example.com")

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("loyalty_forms.loyalty_form_survey_cron").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["loyalty.form.survey.invite"].search([("survey_id", "=", self.survey.id)])

    def test_each_due_order_is_asked_about_once(self):
        due, early, late = self._order(self.sara, 4), self._order(self.reza, 1), self._order(self.reza, 40)
        cancelled = self._order(self.reza, 5)
        cancelled._action_cancel()
        invites = self._run()
        self.assertEqual(invites.order_ref, due)
        self.assertEqual((invites.state, invites.channel), ("sent", "sms"))
        sms = self.env["sms.sms"].search([("partner_id", "=", self.sara.id), ("body", "like", due.name)])
        self.assertEqual(len(sms), 1)
        self.assertIn(f"/f/{self.form.slug}?i={invites.token}", sms.body)
        self.assertEqual(self._run(), invites)
        self.assertTrue(early and late)

    def test_nobody_is_asked_twice_within_days(self):
        self._order(self.sara, 4)
        self._order(self.sara, 5)
        self.assertEqual(len(self._run()), 1)
        self._order(self.sara, 3.5)
        self.assertEqual(len(self._run()), 1)

    def test_who_cannot_be_reached_is_noted(self):
        nobody, blocked = self._customer("Nobody"), self._customer("Blocked", phone="+989121234561")
        blocked.sudo()._block("test")
        self._order(nobody, 4)
        self._order(blocked, 4)
        self._order(self.reza, 4)
        states = {invite.partner_id: invite.state for invite in self._run()}
        self.assertEqual(states, {nobody: "skipped", blocked: "skipped", self.reza: "sent"})
        mail = self.env["mail.mail"].search([("recipient_ids", "in", self.reza.ids)], limit=1)
        self.assertIn(f"/f/{self.form.slug}?i=", mail.body_html or mail.body)

    def test_customers_are_asked_in_their_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        sites = self.env["website"].search([("company_id", "=", self.company.id)])
        sites.language_ids |= self.env.ref("base.lang_fa_IR")
        self.survey.channel = "email"
        self.survey.text = "<p>How was your order?</p><p>{{button}}</p>"
        self.survey.update_field_translations("text", {"fa_IR": {"How was your order?": "سفارش شما چطور بود؟"}})
        self.reza.lang, self.sara.lang = "fa_IR", "en_US"
        self._order(self.reza, 4)
        self._order(self.sara, 4)
        for invite in self._run():
            partner, mark = invite.partner_id, f"/f/{self.form.slug}?i={invite.token}"
            body = self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)], limit=1).body_html
            words = ("/fa", "rtl", "سفارش") if partner == self.reza else ("/en", "ltr", "How was")
            for part in (f"{words[0]}{mark}", f'dir="{words[1]}"', words[2], "background-color:"):
                self.assertIn(part, body)

    def test_amounts_and_company_count(self):
        self.survey.min_amount = 500
        self._order(self.sara, 4, amount=499)
        self.assertFalse(self._run())

    def test_an_order_that_was_taken_back_is_not_asked_about(self):
        order = self._order(self.sara, 4)
        order._create_invoices().action_post()
        invoice = order.invoice_ids
        reversal = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        reversal.reverse_moves()
        self.env["account.move"].search([("reversed_entry_id", "=", invoice.id)]).action_post()
        self.assertFalse(self._run())

    def test_texts_need_their_link(self):
        with self.assertRaises(ValidationError):
            self.survey.sms_text = "How was it?"

    def test_scores_are_on_the_customer_and_add_up(self):
        answers = [("10", "5"), ("9", "4"), ("7", "3"), ("0", "1"), ("", "")]
        entries = self.env["loyalty.form.entry"]
        for nps, stars in answers:
            entries |= self._send(self.form, {"nps": nps, "stars": stars})
        [(nps, csat, count)] = entries._read_group(
            [("id", "in", entries.ids)], [], ["nps_balance:avg", "csat:avg", "__count"]
        )
        self.assertEqual((nps, csat, count), (25.0, 50.0, 5), "an empty answer is no zero")
        scored = entries.search([("id", "in", entries.ids), ("nps", "!=", False)])
        self.assertEqual(scored, entries.sorted("id")[:4] & scored, "a zero is no empty answer")
        self.assertEqual(len(scored), 4)
        figures = html.fromstring(self.form.score_chart).xpath("//span[contains(@class, 'fs-1')]")
        self.assertEqual([figure.text_content().strip() for figure in figures], ["25", "50%"])
        self.assertIn("Nobody has given a score", self.survey.score_chart, "these were not asked by the survey")
        entries[3].partner_id = self.sara
        entries[3]._score_customer()
        self.assertEqual((self.sara.club_nps, self.sara.club_stars), (0, 1))
        self.assertIs(self.reza.club_nps, False)
        figures = {row["label"]: row for row in self.sara.with_user(self.user).get_club_figures()["figures"]}
        self.assertEqual(figures["Recommends us"]["value"], "0 of 10")
        self.assertEqual(figures["Satisfaction"]["value"], "1 of 5")
        action = self.sara.with_user(self.user).action_club_scores()
        self.assertEqual(entries.search(action["domain"]), entries[3])
        self.assertNotIn("Satisfaction", str(self.reza.with_user(self.user).get_club_figures()))


@tagged("post_install", "-at_install")
class TestSurveyPage(SurveyCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._survey()
        cls.sara = cls._customer(phone="+989121234567")
        cls.order = cls._order(cls.sara, 4)
        cls.survey._find_orders()
        cls.invite = cls.survey.invite_ids
        cls.invite._send()
        cls.query = f"?i={cls.invite.token}"

    def _page_token(self, query):
        return self._get(self.form, query)[1].xpath("//input[@name='token']/@value")[0]

    def test_one_answer_per_order_in_two_tabs(self):
        first, second = self._page_token(self.query), self._page_token(self.query)
        self._thanks(self._post(self.form, {"nps": "9"}, token=first))
        self._thanks(self._post(self.form, {"nps": "2"}, token=second))
        entry = self._entries(self.form)
        self.assertEqual((len(entry), entry.nps, entry.partner_id, entry.order_ref), (1, 9, self.sara, self.order))
        self.assertEqual((self.invite.state, self.invite.entry_id), ("answered", entry))
        self.assertEqual(self.sara.club_nps, 9)
        page = self._get(self.form, self.query)[1]
        self.assertFalse(page.xpath("//input[@name='token']"), "who has answered sees that he has")

    def test_looking_at_the_questions_answers_none(self):
        self.browser_js(
            f"/f/{self.form.slug}{self.query}",
            """
            navigator.sendBeacon = (address) => {
                const seen = address.endsWith("/seen") && !address.includes("?");
                console[seen ? "log" : "error"](seen ? "test successful" : address);
            };
            const field = document.querySelector("form.o_loyalty_form [name]:not([type=hidden])");
            setInterval(() => field.dispatchEvent(new Event("focusin", { bubbles: true })), 200);
            """,
        )

    def test_a_page_that_was_open_too_long_keeps_its_order(self):
        page = self._get(self.form, self.query)[1]
        action = page.xpath("//form[contains(@class, 'o_loyalty_form')]/@action")[0]
        key = self._field(self.form, "nps").key
        old = self.url_open(action, data={"token": "too-old", key: "8"}, allow_redirects=False)
        self.assertEqual(old.status_code, 400)
        again = html.fromstring(old.text)
        self.assertEqual(again.xpath(f"//input[@name='{key}'][@checked]/@value"), ["8"])
        token = again.xpath("//input[@name='token']/@value")[0]
        self._thanks(self._post(self.form, {"nps": "8"}, token=token))
        self.assertEqual(self._entries(self.form).invite_id, self.invite)

    def test_a_wrong_link_is_an_ordinary_page(self):
        for query in ("?i=x", f"?i={'x' * 5000}", "?i="):
            self._thanks(self._post(self.form, {"nps": "5"}, token=self._page_token(query)))
        self.assertEqual(len(self._entries(self.form)), 3)
        self.assertFalse(self._entries(self.form).invite_id)

    def test_a_link_belongs_to_its_form(self):
        other = self._form([{"kind": "nps", "alias": "nps"}], slug="other-survey", company_id=self.company.id)
        page = self._get(other, self.query)[1]
        self._thanks(self._post(other, {"nps": "5"}, token=page.xpath("//input[@name='token']/@value")[0]))
        self.assertFalse(self._entries(other).invite_id)

"""F10: inquiry forms, their answers, their log and what guessing brings."""

import zlib

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FormsCase
from .test_form_page import PageCase


class InquiryCase(FormsCase):
    @classmethod
    def _warranty(cls, **values):
        """A warranty form with three entries, and an inquiry by serial and the end of the phone number."""
        cls.source = cls._form(
            [
                {"kind": "text", "alias": "serial", "label": "Serial"},
                {"kind": "phone", "alias": "mobile", "label": "Mobile"},
                {"kind": "text", "alias": "model", "label": "Model"},
                {"kind": "text", "alias": "owner", "label": "Owner"},
                {"kind": "date", "alias": "bought", "label": "Bought"},
            ],
            name="Warranty",
        )
        cls.entries = cls.env["loyalty.form.entry"]
        today = fields.Date.today()
        for serial, mobile, bought in [
            ("AB-۱۲۳۴ ك", "09121234567", fields.Date.subtract(today, days=10)),
            ("OLD-1", "09121234567", fields.Date.subtract(today, days=800)),
            ("DUP-1", "09121234567", today),
            ("dup 1", "09121234567", today),
        ]:
            cls.entries |= cls._send(
                cls.source,
                {"serial": serial, "mobile": mobile, "model": "X<1>", "owner": "Sara", "bought": str(bought)},
            )
        names = ("serial", "mobile", "model", "owner", "bought")
        cls.f = {name: cls._field(cls.source, name) for name in names}
        return cls.env["loyalty.form.inquiry"].create(
            {
                "name": "Check",
                "captcha": "none",
                "source_id": cls.source.id,
                "expiry_field_id": cls.f["bought"].id,
                "valid_days": 365,
                "shown_field_ids": [Command.set((cls.f["model"] | cls.f["bought"]).ids)],
                "found_text": "<p>Genuine {{model}} {{asked.no}} {{owner}}</p>",
                "none_text": "<p>Unknown {{asked.no}} {{model}}</p>",
                "field_ids": [
                    Command.create(
                        {
                            "kind": "text",
                            "label": "Serial",
                            "alias": "no",
                            "required": True,
                            "lookup_field_id": cls.f["serial"].id,
                        }
                    ),
                    Command.create(
                        {
                            "kind": "text",
                            "label": "Last four digits",
                            "alias": "end",
                            "required": True,
                            "lookup_field_id": cls.f["mobile"].id,
                            "lookup_match": "ends",
                        }
                    ),
                ],
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestInquiry(InquiryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inquiry = cls._warranty(key_limit=1000)
        cls.inquiry.action_publish()

    def setUp(self):
        super().setUp()
        # Counters outlive a test, as they outlive a request: each test asks from a network of its own.
        self.ip = f"2001:db8:{zlib.crc32(self.id().encode()) % 65536:x}::1"

    def _ask(self, no, end="4567", ip=None, **meta):
        inquiry, ip = self.inquiry, ip or self.ip
        keys = {field.alias: field.key for field in inquiry.field_ids}
        checked, errors = inquiry.page_id._check_answers({keys["no"]: no, keys["end"]: end})
        self.assertFalse(errors)
        nonce = f"n{self.env['loyalty.form.inquiry.log'].search_count([])}"
        return inquiry._ask(checked, {"nonce": nonce, "ip": ip, **meta})

    def test_however_it_is_typed(self):
        for typed in ("AB-1234ک", "ab 1234 ك", "ＡＢ١٢٣٤ک", "a b-۱۲۳۴-ک"):
            log = self._ask(typed, "۴۵۶۷")
            self.assertEqual((log.result, log.entry_id), ("found", self.entries[0]), typed)
        self.assertIn("Last four digits: \u2068۴۵۶۷\u2069", log.asked)

    def test_only_what_is_shown_leaves(self):
        answer = str(self._ask("AB1234ک").answer)
        self.assertIn("Genuine X&lt;1&gt; AB1234ک", answer)
        self.assertNotIn("Sara", answer)
        self.assertNotIn("9121234567", answer)
        self.assertIn("owner", self.inquiry.inquiry_text_warning)

    def test_results(self):
        self.assertEqual(self._ask("old1").result, "expired")
        self.assertEqual(self._ask("DUP1").result, "several")
        self.assertEqual(self._ask("nothing").result, "none")
        self.entries[0].action_spam()
        self.assertEqual(self._ask("AB1234ک").result, "none")
        self.entries[0].action_not_spam()
        self.inquiry.only_done = True
        self.assertEqual(self._ask("AB1234ک").result, "none")
        self.entries[0].action_done()
        self.assertEqual(self._ask("AB1234ک").result, "found")

    def test_keys_follow_the_entries(self):
        entry = self.entries[0]
        entry.answers = {self.f["serial"].key: "NEW-77"}
        self.assertEqual(self._ask("new77").entry_id, entry)
        self.assertEqual(self._ask("AB1234ک").result, "none")
        again = self._send(self.source, {"serial": "Z9", "mobile": "09121234567"})
        self.assertEqual(self._ask("z-9").entry_id, again)
        again.unlink()
        self.assertEqual(self._ask("z-9").result, "none")

    def test_keys_are_made_in_batches_by_the_job(self):
        Key = self.env["loyalty.form.key"]
        Key.search([]).unlink()
        self.f["serial"].keys_done_to = self.f["mobile"].keys_done_to = 0
        self.assertTrue(self.inquiry.keys_pending)
        with self.enter_registry_test_mode():
            self.env.ref("loyalty_forms.loyalty_form_key_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.inquiry.keys_pending)
        self.assertEqual(self._ask("AB1234ک").result, "found")

    # one part right is no better than none
    def test_near_misses_look_like_misses(self):
        right_serial = self._ask("AB1234ک", "0000")
        wrong_serial = self._ask("AB1234X", "4567")
        self.assertEqual((right_serial.result, wrong_serial.result), ("none", "none"))
        self.assertEqual(
            str(right_serial.answer).replace("AB1234ک", "?"), str(wrong_serial.answer).replace("AB1234X", "?")
        )
        self.assertFalse(right_serial.entry_id)

    def test_the_end_alone_finds_nothing(self):
        keys = {field.alias: field.key for field in self.inquiry.field_ids}
        for answers in ({keys["end"]: "4567"}, {keys["no"]: "AB1234ک", keys["end"]: "7"}, {}):
            log = self.inquiry._ask(answers, {"nonce": None, "ip": self.ip})
            self.assertEqual(log.result, "none", answers)

    def test_an_address_that_guesses_is_locked_out(self):
        self.inquiry.miss_limit = 3
        results = [self._ask(f"guess{number}", ip="198.51.100.1").result for number in range(5)]
        self.assertEqual(results, ["none"] * 3 + ["limited"] * 2)
        self.assertEqual(self._ask("AB1234ک", ip="198.51.100.1").result, "limited", "even when it is right")
        self.assertEqual(self._ask("AB1234ک", ip="198.51.100.2").result, "found")

    def test_one_value_asked_from_everywhere_is_locked(self):
        self.inquiry.key_limit = 4
        results = [self._ask("AB1234ک", f"{number:04}", ip=f"198.51.100.{number}").result for number in range(6)]
        self.assertEqual(results[-1], "limited")

    def test_the_log_tells_who_when_and_what(self):
        log = self._ask(
            "old1", ip="203.0.113.9", user_id=self.user.id, user_agent="x" * 900, source_url="https://a.example"
        )
        self.assertEqual((log.ip, log.user_id, len(log.user_agent)), ("203.0.113.9", self.user, 300))
        self.assertTrue(log.with_user(self.user).read(["asked", "answer", "ip"]))
        with self.assertRaises(AccessError):
            log.with_user(self.user).write({"result": "found"})

    def test_set_up_is_checked(self):
        other = self._form([{"kind": "text", "alias": "x"}])
        with self.assertRaises(ValidationError):
            self.inquiry.shown_field_ids = other.field_ids
        with self.assertRaises(ValidationError):
            self.inquiry.field_ids[0].lookup_field_id = self.inquiry.field_ids[1]
        empty = self.env["loyalty.form.inquiry"].create({"name": "Empty", "source_id": self.source.id})
        with self.assertRaises(ValidationError):
            empty.action_publish()

    def test_another_companys_entries_are_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(ValidationError):
            self.env["loyalty.form.inquiry"].create(
                {"name": "Spy", "company_id": company.id, "source_id": self.source.id}
            )
        stranger = self._manager_of(company)
        log = self._ask("old1")
        for record in (self.inquiry, log):
            self.assertFalse(record.with_user(stranger).search([("id", "=", record.id)]))
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                record.with_user(stranger).read(["display_name"])

    def test_uninstalled_or_removed_fields_do_not_break_it(self):
        with self.assertRaises(Exception), self.cr.savepoint(), mute_logger("odoo.sql_db"):  # noqa: B017
            self.f["serial"].unlink()
            self.env.flush_all()
        copy = self.inquiry.copy()
        self.assertNotEqual(copy.page_id, self.inquiry.page_id)
        self.assertEqual(copy.field_ids.lookup_field_id, self.inquiry.field_ids.lookup_field_id)
        page = copy.page_id
        copy.unlink()
        self.assertFalse(page.exists())


@tagged("post_install", "-at_install")
class TestInquiryPage(InquiryCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inquiry = cls._warranty(slug="warranty-check")
        cls.inquiry.action_publish()
        cls.form = cls.inquiry.page_id

    def test_the_page_answers_once_for_each_page_opened(self):
        token = self._token(self.form)
        answers = {"no": "AB1234ک", "end": "4567"}
        first = self._post(self.form, answers, token=token)
        page = self._thanks(first)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Genuine X&lt;1&gt;", page.text)
        again = self._thanks(self._post(self.form, {"no": "old1", "end": "4567"}, token=token))
        self.assertIn("Genuine", again.text)
        self.assertEqual(self.inquiry.log_count, 1)
        self.assertEqual(self.inquiry.log_ids.ip, "127.0.0.1")
        self.assertFalse(self._entries(self.form), "a question is no entry")

    def test_it_answers_in_every_frame(self):
        self.form.embed_sites = "https://shop.example.com"
        typed = {self._field(self.form, "no").key: "AB1234ک", self._field(self.form, "end").key: "4567"}
        for mode in ("/embed", "/block"):
            self.opener.cookies.clear()
            response = self.url_open(f"/f/warranty-check{mode}", data={"token": self._token(self.form), **typed})
            self.assertIn("Genuine", response.text, mode)
            self.assertIn(f"{mode}/answer", response.url)

    def test_answers_are_nobody_elses(self):
        for token in ("", "AAAA", "x" * 2000):
            self.assertEqual(self.url_open(f"/f/warranty-check/answer?t={token}").status_code, 404)

    def test_closed_and_unpublished_like_any_form(self):
        self.inquiry.open_to = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.inquiry.closed_text = "Come back tomorrow"
        self.assertIn("Come back tomorrow", self._get(self.form)[0].text)
        self.inquiry.open_to = False
        self.inquiry.action_unpublish()
        self.assertEqual(self.url_open("/f/warranty-check").status_code, 404)

    def test_a_script_that_fills_the_trap_learns_nothing(self):
        from ..controllers import guard

        response = self._post(self.form, {"no": "AB1234ک", "end": "4567", guard.honeypot_name(self.form): "x"})
        self.assertIn("Unknown", self._thanks(response).text)

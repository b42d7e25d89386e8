"""What happens with an entry by itself: thanks, notices, answers, assignment (F8, F9, F11, C22)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestRules(FormsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "text", "alias": "name", "maps_to": "name"},
                {"kind": "phone", "alias": "mobile"},
                {"kind": "email", "alias": "email"},
                {"kind": "rating", "alias": "stars"},
                {"kind": "choice", "alias": "subject", "options": ["شکایت", "پرسش"]},
                {"kind": "choices", "alias": "genres", "options": ["رمان", "شعر"]},
                {"kind": "date", "alias": "day"},
            ],
            name="Opinion",
            thank_text="<p>Thanks {{name}}</p>",
        )

    def _rule(self, kind, alias=None, operator="filled", value=False, **values):
        field = self._field(self.form, alias) if alias else self.env["loyalty.form.field"]
        return self.env["loyalty.form.rule"].create(
            {
                "form_id": self.form.id,
                "kind": kind,
                "field_id": field.id,
                "operator": operator,
                "value": value,
                **values,
            }
        )

    def _enter(self, **answers):
        return self._send(self.form, answers)

    def test_ready_answers_are_chosen_kept_and_only_for_their_form(self):
        entry = self._send(self.form, {"name": "Sara", "mobile": "09121234567", "email": "sara@example.com"})
        Saved = self.env["loyalty.form.saved.answer"].with_user(self.user)
        mail = Saved.create({"name": "Mail", "subject": "About {{form}}", "text": "<p>Dear {{name}}</p>"})
        Reply = self.env["loyalty.form.reply"].with_user(self.user).with_context(active_ids=entry.ids)
        with Form(Reply) as reply:
            reply.sms_text = "Dear {{name}}, we call you."
            reply.saved_answer_id = mail
            self.assertEqual((reply.channel, reply.subject), ("email", "About {{form}}"))
            self.assertEqual(reply.sms_text, "Dear {{name}}, we call you.")
            self.assertIn("Dear Sara", reply.preview)
            reply.saved_answer_id = Saved.create({"name": "Short", "sms_text": "Short {{name}}"})
            self.assertIn("Short {{name}}", reply.text, "written once, it serves for both")
            reply.saved_answer_id = mail
        written = Reply.create({"sms_text": "Thank you, {{name}}. We are looking into it today.", "channel": "sms"})
        written.action_save_answer()
        self.assertEqual(written.saved_answer_id.name, "Thank you, {{name}}. We are looking")
        with self.assertRaises(AccessError):
            mail.unlink()

    def test_conditions_understand_numbers_dates_options_and_any_digits(self):
        complaint = self._field(self.form, "subject").option_ids[0].key
        genres = self._field(self.form, "genres").option_ids.mapped("key")
        entry = self._enter(stars="2", subject=complaint, genres=genres, day="1405/02/01", name="كيان")
        for alias, operator, value, expected in [
            ("stars", "at_most", "۲", True),
            ("stars", "at_least", "3", False),
            ("stars", "is", "2", True),
            ("subject", "is", "شكايت", True),
            ("subject", "is_not", "شکایت", False),
            ("subject", "is", "پرسش", False),
            ("genres", "is", "شعر", True),
            ("genres", "contains", "تاریخ", False),
            ("day", "at_least", "۱۴۰۵/۰۱/۰۱", True),
            ("day", "at_most", "1405-01-31", False),
            ("name", "contains", "کیان", True),
            ("email", "empty", False, True),
            ("email", "is_not", "x", True),
            ("email", "is", "x", False),
        ]:
            rule = self._rule("route", alias, operator, value, user_id=self.user.id)
            self.assertEqual(rule._holds(entry), expected, (alias, operator, value))
        with self.assertRaises(ValidationError):
            self._rule("route", "stars", "at_least", "many", user_id=self.user.id)

    def test_the_first_thanks_that_fits_is_shown(self):
        self._rule("thanks", "stars", "at_most", "2", text="<p>Sorry {{name}}</p>", sequence=1)
        self._rule("thanks", "stars", "at_most", "4", text="<p>Well {{name}}</p>", sequence=2)
        for stars, shown in [("1", "Sorry"), ("4", "Well"), ("5", "Thanks")]:
            self.assertIn(shown, self.form._thank_text(self._enter(stars=stars)))
        self.assertIn("Thanks", self.form._thank_text(self.env["loyalty.form.entry"]))

    # X2: who types the number of a customer does not see by the answer what is known of him
    def test_what_a_stranger_sees_does_not_depend_on_the_customer(self):
        group = self.env["club.customer.group"].create({"name": "VIP"})
        vip = self._customer(phone="+989121234567", email="vip@example.com", customer_group_id=group.id)
        groups = {"customer_group_ids": [Command.set(group.ids)]}
        self._rule("thanks", text="<p>Dear VIP</p>", **groups)
        self._rule("answer", channel="both", text="<p>Dear VIP</p>", sms_text="Dear VIP", subject="x", **groups)
        stranger = self._enter(mobile="09121234567", email="mallory@example.com")
        self.assertEqual(stranger.partner_id, vip)
        self.assertNotIn("VIP", self.form._thank_text(stranger))
        self.assertFalse(stranger.message_to_sender_ids)
        himself = self._enter(mobile="09121234567")
        self.assertNotIn("VIP", self.form._thank_text(himself), "the page may be a stranger's")
        reached = set(himself.message_to_sender_ids.mapped("address"))
        self.assertEqual(reached, {"+989121234567", "vip@example.com"}, "but the messages reach the customer")
        himself.sender_proved = True
        self.assertIn("VIP", self.form._thank_text(himself))

    def test_staff_are_told_when_the_condition_holds(self):
        self.user.partner_id.phone = "+989350000001"
        self.form.company_id.email = "shop@example.com"
        self._rule("notify", "stars", "at_most", "2", user_ids=[Command.set(self.user.ids)], channel="both")
        self._enter(stars="5")
        sms = self.env["sms.sms"]
        self.assertFalse(sms.search([("partner_id", "=", self.user.partner_id.id)]))
        entry = self._enter(stars="1")
        self.assertIn(entry.code, sms.search([("partner_id", "=", self.user.partner_id.id)]).body)
        told = self.env["mail.message"].search([("model", "=", entry._name), ("res_id", "=", entry.id)])
        self.assertIn(self.user.partner_id, told.notified_partner_ids)
        notice = told.filtered(lambda message: message.message_type == "user_notification")
        self.assertEqual(notice.email_from, self.form.company_id.email_formatted, "visitors have no address")

    def test_answers_by_rule_go_to_the_address_that_was_typed(self):
        self._rule(
            "answer", channel="both", sms_text="Dear {{name}}", text="<p>Dear {{name}}</p>", subject="Re {{form}}"
        )
        entry = self._enter(name="<b>Sara</b>", mobile="09121234567", email="sara@example.com")
        sms, email = entry.message_to_sender_ids.sorted("channel", reverse=True)
        self.assertEqual((sms.channel, sms.origin, sms.address), ("sms", "rule", "+989121234567"))
        self.assertEqual(self.env["sms.sms"].search([("number", "=", "+989121234567")]).body, "Dear <b>Sara</b>")
        self.assertEqual(email.subject, "Re Opinion")
        self.assertIn("&lt;b&gt;Sara", email.body)
        self.assertIn(email.mail_message_id, entry.message_ids)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", email.mail_message_id.id)])
        self.assertIn("sara@example.com", mail.email_to)
        self.assertFalse(entry.answered_at, "an automatic answer is no answer by a person")

    def test_routing_by_answer_group_segment_and_tier(self):
        group = self.env["club.customer.group"].create({"name": "VIP"})
        vip = self._customer(phone="+989121234567", customer_group_id=group.id)
        club = self.env["loyalty.club"].create({"name": "Club"})
        tier = self.env["loyalty.club.tier"].create({"name": "Gold", "club_id": club.id, "threshold": 0})
        second = new_test_user(self.env, "club_second", "crm_segments.crm_segments_group_user")
        team = self.env["crm.team"].create({"name": "Care", "member_ids": [Command.set((self.user | second).ids)]})
        self._rule("route", sequence=1, tier_ids=[Command.set(tier.ids)], user_id=self.manager.id)
        self._rule("route", sequence=2, customer_group_ids=[Command.set(group.ids)], team_id=team.id, hours=4)
        first, other, stranger = (
            self._enter(mobile=number) for number in ("09121234567", "09121234567", "09350000000")
        )
        self.assertEqual(first.partner_id, vip)
        self.assertEqual(first.team_id, team)
        self.assertEqual({first.user_id, other.user_id}, {self.user, second}, "each gets one")
        self.assertEqual((first.due_at - first.submitted_at).total_seconds(), 4 * 3600)
        self.assertEqual(first.activity_ids.user_id, first.user_id)
        told = [("res_id", "=", first.id), ("model", "=", first._name), ("message_type", "=", "user_notification")]
        notice = self.env["mail.message"].search(told)  # once, though Odoo would tell of the activity too
        self.assertEqual((notice.subject, notice.notified_partner_ids), ("Answer: Opinion", first.user_id.partner_id))
        self.assertFalse(stranger.user_id or stranger.team_id)
        club._join(vip, source="manual")
        member = self.env["loyalty.club.member"].search([("partner_id", "=", vip.id), ("club_id", "=", club.id)])
        self.assertEqual(member.tier_id, tier)
        self.assertEqual(self._enter(mobile="09121234567").user_id, self.manager)

    def test_texts_name_their_mistakes(self):
        rule = self._rule("answer", channel="sms", sms_text="{{nmae}} {{form}}")
        self.assertIn("nmae", rule.text_warning)
        for kind, values in [("thanks", {}), ("notify", {}), ("route", {}), ("answer", {"channel": "sms"})]:
            with self.assertRaises(ValidationError, msg=kind):
                self._rule(kind, **values)

    def test_a_rule_cannot_look_at_another_forms_field(self):
        other = self._form([{"kind": "text", "alias": "secret"}])
        with self.assertRaises(ValidationError):
            self.env["loyalty.form.rule"].create(
                {
                    "form_id": self.form.id,
                    "kind": "route",
                    "user_id": self.user.id,
                    "field_id": other.field_ids.id,
                    "operator": "filled",
                }
            )

    def test_a_flood_cannot_empty_the_sms_account(self):
        self._rule("answer", channel="sms", sms_text="Hi")
        self.form.automatic_limit = 3
        entries = [self._enter(mobile=f"0912000000{number}") for number in range(5)]
        self.assertEqual([len(entry.message_to_sender_ids) for entry in entries], [1, 1, 1, 0, 0])
        self.assertIn("Nothing was sent", entries[-1].message_ids[0].body)

    def test_a_copied_form_has_the_rules_of_its_own_fields(self):
        self._rule("route", "stars", "at_most", "2", user_id=self.user.id)
        copy = self.form.copy()
        self.assertEqual(copy.rule_ids.field_id, self._field(copy, "stars"))
        self.assertEqual(copy.rule_ids.user_id, self.user)

    def test_released_spam_is_treated_as_new(self):
        self._rule("route", user_id=self.user.id)
        entry = self._send(self.form, {"name": "x"}, spam=True)
        self.assertFalse(entry.user_id)
        entry.with_user(self.user).action_not_spam()
        self.assertEqual((entry.state, entry.user_id), ("new", self.user))

    def test_a_phone_call_is_noted_and_routed_without_a_receipt(self):
        self.form.write({"receipt_sms": True, "receipt_sms_text": "Hi", "staff_notes": True})
        self._rule("route", "subject", "is", "شکایت", user_id=self.manager.id, hours=2)
        self._rule("answer", channel="sms", sms_text="Hi")
        action = self.form.with_user(self.user).action_note_entry()
        entry = (
            self.env["loyalty.form.entry"]
            .with_user(self.user)
            .with_context(**action["context"])
            .create(
                {
                    "form_id": self.form.id,
                    "channel": "instagram",
                    "source_url": "https://instagram.example/p/1",
                    "answers": {
                        self._field(self.form, "subject").key: self._field(self.form, "subject").option_ids[0].key,
                        self._field(self.form, "mobile").key: "+989121234567",
                    },
                }
            )
        )
        self.assertEqual((entry.noted_by_id, entry.user_id), (self.user, self.manager))
        self.assertFalse(entry.message_to_sender_ids)
        self.assertTrue(entry.due_at)

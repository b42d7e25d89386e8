"""Answers to senders, by hand and in bulk, and what they write back (F9)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestMessages(FormsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "text", "alias": "name", "maps_to": "name"},
                {"kind": "phone", "alias": "mobile"},
                {"kind": "email", "alias": "email"},
            ],
            name="Opinion",
        )
        cls.entries = cls.env["loyalty.form.entry"]
        for number, name in enumerate(("Sara", "Reza", "Mina")):
            cls.entries |= cls._send(
                cls.form, {"name": name, "mobile": f"0912123456{number}", "email": f"{name}@example.com"}
            )

    def _reply(self, entries, **values):
        Reply = self.env["loyalty.form.reply"].with_user(self.user).with_context(active_ids=entries.ids)
        return Reply.create({"sms_text": "Dear {{name}}, {{code}}", **values})

    def test_by_hand_is_an_answer_and_measured(self):
        entry = self.entries[0]
        wizard = self._reply(entry)
        self.assertIn("Dear Sara", wizard.preview)
        wizard.action_send()
        self.assertEqual(entry.message_to_sender_ids.user_id, self.user)
        self.assertEqual(entry.state, "progress")
        self.assertTrue(entry.answered_at)
        entry.action_done()
        self.assertTrue(entry.closed_at)
        self.assertGreaterEqual(entry.close_hours, 0)
        self.assertEqual(self.env["sms.sms"].search_count([("number", "=", "+989121234560")]), 1)

    def test_in_bulk_through_a_queue(self):
        self.entries[2].phone = False
        blocked = self._customer(phone="+989121234561")
        blocked.sudo()._block("test")
        self.entries[1].partner_id = blocked
        wizard = self._reply(self.entries | self._send(self.form, {"name": "Zoe", "mobile": "09121234569"}), close=True)
        self.assertEqual((wizard.entry_count, wizard.reach_count), (4, 2))
        batch = self.env["loyalty.form.answer.batch"].browse(wizard.action_send()["res_id"])
        self.assertEqual((batch.state, batch.total, batch.failed_count, batch.progress), ("running", 4, 2, 50))
        self.assertEqual(
            set(batch.failed_ids.mapped("failure")),
            {"Mina left no address for this message.", f"{blocked.name} is blocked."},
        )
        Message = self.env["loyalty.form.message"]
        queued = Message.search([("state", "=", "queued")])
        self.assertEqual(len(queued), 2)
        self.assertFalse(self.env["sms.sms"].search([("body", "like", "Dear")]))
        with self.enter_registry_test_mode():
            self.env.ref("loyalty_forms.loyalty_form_message_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(set(queued.mapped("state")), {"sent"})
        bodies = self.env["sms.sms"].search([("body", "like", "Dear")]).mapped("body")
        self.assertEqual({body.split(",")[0] for body in bodies}, {"Dear Sara", "Dear Zoe"})
        self.assertEqual((batch.state, batch.sent_count), ("done", 2))
        self.entries[2].phone = "+989121234562"
        batch.action_send_again()
        batch.action_stop()
        self.assertEqual((batch.state, batch.failed_count), ("done", 2), "stopped before it was sent")
        self.assertIn("+989121234562", batch.failed_ids.mapped("address"), "the address that is known by now")

    def test_one_that_fails_does_not_hold_up_the_others(self):
        messages = self.env["loyalty.form.message"]
        for entry in self.entries:
            messages |= messages.create({**entry._message_values("sms", "Hi", origin="bulk"), "state": "queued"})
        messages[0].address = False
        for message in messages:
            message._send_safely()
        self.assertEqual(messages.mapped("state"), ["failed", "sent", "sent"])
        self.assertTrue(messages[0].failure)

    def test_a_mail_reply_comes_back_to_the_entry(self):
        entry = self.entries[0]
        self._reply(entry, channel="email", text="<p>Dear {{name}}</p>").action_send()
        entry.action_done()
        sent = entry.message_to_sender_ids.mail_message_id
        self.env["mail.thread"].message_process(
            False,
            "From: Sara <sara@example.com>\r\nTo: catchall@example.com\r\nSubject: Re: Opinion\r\n"
            f"Message-Id: <reply-1@example.com>\r\nIn-Reply-To: {sent.message_id}\r\n\r\nMany thanks!",
        )
        reply = entry.message_to_sender_ids.filtered(lambda message: message.direction == "in")
        self.assertIn("Many thanks", reply.body)
        self.assertEqual(entry.state, "progress", "a reply opens what was closed")
        self.assertTrue(entry.replied_at)

    def test_a_text_message_back_is_linked_to_the_entry(self):
        sara = self._customer(phone="+989121234560")
        entry = self.entries[0]
        entry.partner_id = sara
        sara.message_post(body="before", author_id=sara.id, message_type="comment", subtype_xmlid="mail.mt_note")
        self.assertFalse(entry.replied_at)
        self._reply(entry).action_send()
        sara.message_post(
            body="My order is 12", author_id=sara.id, message_type="comment", subtype_xmlid="mail.mt_note"
        )
        reply = entry.message_to_sender_ids.filtered(lambda message: message.direction == "in")
        self.assertEqual((reply.channel, reply.preview), ("sms", "My order is 12"))
        post = {"author_id": sara.id, "message_type": "comment", "subtype_xmlid": "mail.mt_note"}
        entry.message_post(body="My order is 12", **post)  # the gateway knows which message was answered
        entry.message_post(body="And a book", **post)
        replies = entry.message_to_sender_ids.filtered(lambda message: message.direction == "in")
        self.assertEqual(replies.sorted("id").mapped("preview"), ["My order is 12", "And a book"])

    def test_headers_cannot_be_injected(self):
        self.form.write({"receipt_email": True, "receipt_email_text": "<p>x</p>", "receipt_email_subject": "{{name}}"})
        entry = self._send(self.form, {"name": "a\r\nBcc: all@example.com", "email": "x@example.com"})
        subject = entry.message_to_sender_ids.subject
        self.assertNotIn("\n", subject)
        self.assertNotIn("\r", subject)

    def test_texts_run_nothing_and_read_nothing_else(self):
        tricks = (
            "{{7*7}} {{entry.env}} {{object.env.cr}} ${7*7} <t t-out='1'/> {{name.__class__}} {% raw %} "
            "{{form.company_id.name}} {{env}} {{self}}"
        )
        entry = self.entries[0]
        message = entry._send_message("sms", tricks)
        sms = self.env["sms.sms"].search([("mail_message_id", "=", message.mail_message_id.id)])
        self.assertNotIn("49", sms.body)
        self.assertNotIn(self.env.company.name, sms.body)
        nested = self._send(self.form, {"name": "{{code}} {{form}}", "mobile": "09121234568"})
        self.assertEqual(
            nested._message_values("sms", "{{name}}")["body"].count("{{code}}"), 1, "answers are not texts"
        )
        message = entry._send_message("email", "<p>Hi</p><script>x</script><img src=x onerror=alert(1)>")
        self.assertNotIn("<script", message.body)
        self.assertNotIn("onerror", message.body)

    def test_another_companys_messages_and_rules_are_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = self._manager_of(company)
        message = self.entries[0]._send_message("sms", "Hi")
        rule = self.env["loyalty.form.rule"].create({"form_id": self.form.id, "kind": "route", "user_id": self.user.id})
        for record in (message, rule):
            self.assertFalse(record.with_user(stranger).search([("id", "=", record.id)]))
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                record.with_user(stranger).read(["display_name"])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.entries[0].with_user(stranger)._send_message("sms", "Hi")

    def test_who_may_not_see_the_entry_writes_nothing(self):
        with self.assertRaises(UserError):
            self.env["loyalty.form.reply"].with_user(self.outsider).create(
                {"entry_ids": [Command.set(self.entries.ids)], "sms_text": "x"}
            ).action_send()

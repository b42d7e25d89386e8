"""What the club tells its members: every event, by mail and SMS, in English and Persian (L14)."""

import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.loyalty_club_message import EVENTS
from .common import ClubCase

_PERSIAN = re.compile(r"[\u0600-\u06ff]")


@tagged("post_install", "-at_install")
class TestMessages(ClubCase):
    def _events(self):
        return {message.event: message for message in self.club.message_event_ids}

    def test_every_event_in_both_languages(self):
        """All templates exist, are off, and render for a real member with nothing left untranslated."""
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"]._load_module_terms(["loyalty_club"], ["fa_IR"])
        self.assertEqual(set(self._events()), {event for event, _label in EVENTS})
        coupons = self.env["loyalty.program"].create({"name": "هدیه", "program_type": "coupons"})
        club = self._club(name="باشگاه", validity_days=10)
        club.tier_ids[0].coupon_program_id = coupons
        club.tier_ids.name = "طلایی"
        club.company_id.name = "باران"
        for lang in ("en_US", "fa_IR"):
            member = self._member(club, name="سارا", lang=lang, email="s@example.com")
            member._give_credit(500, key="test")
            member.sudo().tier_grace_until = club._today()
            for message in club.message_event_ids:
                self.assertFalse(message.by_mail or message.by_sms)
                for template, body in ((message.mail_template_id, "body_html"), (message.sms_template_id, "body")):
                    names = ("subject", body) if body == "body_html" else (body,)
                    for name in names:
                        text = template._render_field(name, member.ids, compute_lang=True)[member.id]
                        self._check_text(str(text), lang, f"{message.event} {name} {lang}")

    def _check_text(self, text, lang, where):
        plain = re.sub(r"<[^>]*>|style=\"[^\"]*\"", " ", text)
        self.assertTrue(plain.strip(), where)
        self.assertNotRegex(plain, r"\{\{|False|None", where)
        words = re.sub(r"M\d+|044[0-9a-f]+|[A-Z]{3}\b|[$€]", " ", plain)  # numbers, codes and currencies
        if lang == "fa_IR":
            self.assertRegex(plain, _PERSIAN, where)
            self.assertNotRegex(words, r"[A-Za-z]{3}", f"{where}: {plain}")

    def test_points_are_told_once_and_when_wanted(self):
        member = self._member(self.club, email="sara@example.com")
        self._order(member.partner_id)
        told = self.env["loyalty.club.notice"].search_count([("member_id", "=", member.id)])
        self.assertEqual(told, 0, "all is off")
        self._events()["points"].by_mail = True
        order = self._order(member.partner_id)
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn(f"80 points for {order.name}", mail.body_html)
        self.assertIn("You have 165 points to spend", mail.body_html)
        notices = self.env["loyalty.club.notice"].search([("member_id", "=", member.id)])
        self.assertEqual(notices.mapped("event"), ["points"])
        order._action_cancel()
        self.assertEqual(self.env["loyalty.club.notice"].search_count([("member_id", "=", member.id)]), 1)

    def test_birthday(self):
        """Congratulated on the day, once, with what the rule gave."""
        self._rule(self.club, kind="birthday", points=30)
        self._events()["birthday"].by_mail = True
        member = self._member(self.club, email="sara@example.com", birthday="1990-05-17")
        self._member(self.club, name="Another day", email="b@example.com", birthday="1990-05-20")
        mails = self.env["mail.mail"].search_count([])
        with freeze_time("2027-05-17 12:00:00"):
            for _twice in range(2):
                with self.enter_registry_test_mode():
                    self.env.ref("loyalty_club.loyalty_club_cron_day").method_direct_trigger()
            self.assertEqual(self.env["mail.mail"].search_count([]) - mails, 1)
            self.assertEqual(member.points, 35)
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn("30 points for your birthday", mail.body_html)

    def test_grace_reward_and_left(self):
        events = self._events()
        for event in ("grace", "reward", "left"):
            events[event].by_mail = True
        coupons = self.env["loyalty.program"].create({"name": "Gift", "program_type": "coupons"})
        self.club.tier_ids[1].write({"threshold": 40, "window_days": 30, "coupon_program_id": coupons.id})
        self.club.tier_ids[2:].unlink()
        member = self._member(self.club, email="sara@example.com")
        self._order(member.partner_id)
        code = member.benefit_ids.card_id.code
        self.assertIn(f"Gift, code {code}", self.env["mail.mail"].search([], order="id desc", limit=1).body_html)
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            member._evaluate_tiers()
            mail = self.env["mail.mail"].search([], order="id desc", limit=1)
            self.assertIn("You stay Bronze until", mail.body_html)
            member.action_leave()
        self.assertIn("has ended", self.env["mail.mail"].search([], order="id desc", limit=1).body_html)

    def test_preview_with_a_member(self):
        message = self._events()["join"]
        with self.assertRaisesRegex(UserError, "active member"):
            message.action_preview_mail()
        member = self._member(self.club)
        action = message.with_user(self.manager).action_preview_mail()
        preview = self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"]).create({})
        self.assertIn(member.number, preview.body_html)
        action = message.with_user(self.manager).action_preview_sms()
        preview = self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"]).create({})
        self.assertIn(member.number, preview.body)

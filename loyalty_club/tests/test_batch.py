"""Points for many members at once (L4, L16)."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestBatch(ClubCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.club._join(cls.env["res.partner"].create([{"name": f"Many {index}"} for index in range(7)]))

    def _batch(self, **values):
        batch = self.env["loyalty.club.batch"].with_user(self.manager)
        return batch.create({"name": "Happy Nowruz", "club_id": self.club.id, "points": 10, **values})

    def _run(self, batch, start=True):
        if start:
            batch.action_start()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["loyalty.club.batch"].sudo()._cron_run(chunk=3)
        self.env.invalidate_all()

    def test_give_and_take_back(self):
        """Each gets his points once, reads why, and what was spent meanwhile is taken back all the same."""
        debtor, spender = self.members[0], self.members[1]
        self.env["loyalty.ledger"]._post(
            [{"card_id": debtor.card_id.id, "kind": "spend", "points": -8, "overdraft": True}]
        )
        batch = self._batch()
        self.assertEqual(batch.member_count, 7)
        self._run(batch)
        self.assertEqual((batch.state, batch.given_count, batch.progress), ("done", 7, 100))
        self.assertEqual(self.members.mapped("points"), [7, *[15] * 6])
        self.assertEqual(self._rows(debtor)[-3:], [("adjust", 10), ("settle", -3), ("settle", 3)])
        self.assertEqual(spender.ledger_ids[0].sentence, "Happy Nowruz")
        self.assertEqual(spender.card_id.history_ids[:1].issued, 10)
        self.assertLaw(self.club)
        batch.sudo().state = "running"
        self._run(batch, start=False)
        self.assertEqual(self.members.mapped("points"), [7, *[15] * 6], "the same again gives nothing")
        self.env["loyalty.ledger"]._post([{"card_id": spender.card_id.id, "kind": "spend", "points": -15}])
        batch.action_undo()
        self._run(batch, start=False)
        self.assertEqual((batch.state, batch.given_count), ("undone", 0))
        self.assertEqual(self.members.mapped("points"), [-3, -10, *[5] * 5])

    def _ask_to_tell(self, **values):
        """A batch that tells its members, of whom one can be reached both ways, one by mail, one by SMS."""
        self.members[0].partner_id.write({"email": "a@example.com", "phone": "+989121234567", "lang": "fa_IR"})
        self.members[1].partner_id.email = "b@example.com"
        self.members[2].partner_id.phone = "+989121234568"
        return self._batch(by_mail=True, by_sms=True, **values)

    def _told(self):
        mails = self.env["mail.mail"].search([("email_to", "like", "@example.com")])
        texts = self.env["sms.sms"].search([("number", "like", "+98912123456")])
        return mails, texts

    def test_members_are_told_once_in_their_language(self):
        """After the points, by the ways that are wanted; a later movement does not change what they read (L14)."""
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"]._load_module_terms(["loyalty_club"], ["fa_IR"])
        batch = self._ask_to_tell()
        self.assertEqual((batch.mail_count, batch.sms_count), (2, 2))
        self._run(batch)
        self.assertEqual((batch.state, batch.given_count, batch.told_count), ("done", 7, 3))
        mails, texts = self._told()
        self.assertEqual((len(mails), len(texts)), (2, 2))
        self.assertIn("10 points: Happy Nowruz", texts.filtered(lambda sms: sms.number.endswith("8")).body)
        self.assertIn("۱۰ امتیاز: Happy Nowruz", texts.filtered(lambda sms: sms.number.endswith("7")).body)
        self.members[3].partner_id.email = "late@example.com"
        self.env["loyalty.ledger"]._post([{"card_id": self.members[3].card_id.id, "kind": "adjust", "points": 1}])
        batch.action_tell()
        self._run(batch, start=False)
        more = self._told()[0] - mails
        self.assertEqual((len(more), batch.told_count), (1, 4), "only who was not told")
        self.assertIn("10 points: Happy Nowruz", more.body_html)
        self.assertEqual(self._told()[1], texts)

    def test_off_by_default_also_where_the_club_speaks(self):
        """The club tells of points by itself; of a batch nobody is told unless that is wanted, not even who owed."""
        self.club.message_event_ids.filtered(lambda message: message.event == "points").by_mail = True
        self.members[0].partner_id.email = "a@example.com"
        self.env["loyalty.ledger"]._post(
            [{"card_id": self.members[0].card_id.id, "kind": "spend", "points": -8, "overdraft": True}]
        )
        self._run(self._batch())
        self.assertFalse(self._told()[0])

    def test_a_broken_template_holds_up_nothing(self):
        """The points are there, the batch says why nobody was told, and tells when the template is mended."""
        message = self.club.message_event_ids.filtered(lambda message: message.event == "points")
        body = message.sms_template_id.body
        message.sms_template_id.body = "{{ object.nonsense }}"
        batch = self._ask_to_tell()
        with mute_logger("odoo.addons.mail.models.mail_render_mixin"):
            self._run(batch)
        self.assertEqual((batch.state, batch.given_count, batch.told_count), ("done", 7, 0))
        self.assertFalse(self._told()[0] + self._told()[0], "no mail without its SMS")
        self.assertIn("could not be told", batch.message_ids[0].body)
        message.sms_template_id.body = body
        batch.action_tell()
        self._run(batch, start=False)
        self.assertEqual([len(some) for some in self._told()], [2, 2])
        message.mail_template_id = False
        with self.assertRaisesRegex(UserError, "no template"):
            self._ask_to_tell().action_start()

    def test_taken_back_on_the_way(self):
        """Who presses Take Back while it runs is heard: what was given goes back, nobody is told."""
        batch = self._ask_to_tell()
        give = type(batch)._give

        def stop(batch, cards, **options):
            held = give(batch, cards, **options)
            batch.action_undo()
            return held

        with patch.object(type(batch), "_give", stop):
            self._run(batch)
        self.assertEqual((batch.state, batch.given_count), ("undone", 0))
        self.assertEqual(self.members.mapped("points"), [5] * 7)
        self.assertFalse(self._told()[1])

    def test_whom(self):
        silver = self.club.tier_ids[2]
        self.members[:2].sudo().tier_id = silver
        self.members[2].action_suspend()
        self.assertEqual(self._batch().member_count, 6)
        batch = self._batch(tier_ids=silver.ids, expires_on="2090-01-01")
        self._run(batch)
        self.assertEqual(self.members[:3].mapped("points"), [15, 15, 5])
        lots = self.env["loyalty.lot"].search([("card_id", "in", self.members.card_id.ids), ("remaining", "=", 10)])
        self.assertEqual(set(map(str, lots.mapped("expires_on"))), {"2090-01-01"})

    def test_refused(self):
        """Nothing, nobody, by users, and changed on the way."""
        with self.assertRaises(ValidationError):
            self._batch(points=0)
        with self.assertRaises(UserError):
            self._batch(club_id=self._club(name="Empty").id).action_start()
        with self.assertRaises(AccessError):
            self.env["loyalty.club.batch"].with_user(self.user).create({"name": "Mine", "points": 5})
        batch = self._batch()
        batch.action_start()
        for attempt in (lambda: batch.write({"points": 5}), batch.unlink):
            with self.assertRaises(UserError):
                attempt()

"""Points for many members at once (L4, L16)."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

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

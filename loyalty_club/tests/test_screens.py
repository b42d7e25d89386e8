"""Every form of the club opens for those who use it (L1-L5)."""

from odoo.tests import Form, tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestScreens(ClubCase):
    def _records(self):
        """One record of each model that has a form, and a rule of each kind."""
        member = self._member(self.club)
        self._rule(self.club, kind="profile", points=5)
        self._rule(self.club, kind="referral", points=5)
        batch = self.env["loyalty.club.batch"].create({"name": "Nowruz", "club_id": self.club.id, "points": 1})
        return [self.club, member, batch, member.ledger_ids[0], *self.club.tier_ids, *self.club.rule_ids]

    def test_forms_open(self):
        for record in self._records():
            for user in (self.manager, self.user):
                with self.subTest(record=record, user=user.login):
                    if record.with_user(user).has_access("read"):
                        self.assertEqual(Form(record.with_user(user)).id, record.id)

    def test_new_rule_of_a_manager(self):
        form = Form(self.env["loyalty.club.rule"].with_user(self.manager).with_context(default_club_id=self.club.id))
        form.name, form.kind, form.points = "Whole profile", "profile", 5
        rule = form.save()
        self.assertIn("birthday", rule.sudo().profile_field_ids.mapped("name"))

"""Points on the birthday (L5)."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestBirthday(ClubCase):
    def test_once_a_year_in_the_own_calendar(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        rule = self._rule(self.club, kind="birthday", points=20)
        english = self._member(self.club, birthday="1990-03-21", lang="en_US")
        persian = self._member(self.club, birthday="1989-03-21", lang="fa_IR")  # 1 Farvardin
        other = self._member(self.club, birthday="1990-03-25")
        with freeze_time("2028-03-20 09:00:00"), self.enter_registry_test_mode():  # 1 Farvardin 1407
            for _twice in range(2):
                self.env.ref("loyalty_club.loyalty_club_cron_day").method_direct_trigger()
        self.assertEqual((english.points, persian.points, other.points), (5, 25, 5))
        self.assertEqual(len(rule._kind()._day_entries(rule, date(2028, 3, 21))), 1)
        self.assertEqual(persian.ledger_ids[0].sentence, "20 points for your birthday")

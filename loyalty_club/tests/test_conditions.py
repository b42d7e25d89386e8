"""Segments by tier and by points (C11)."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestConditions(ClubCase):
    def _segment(self, kind, **params):
        segment = self.env["club.segment"].create(
            {
                "name": kind,
                "definition": {"operator": "all", "children": [{"kind": kind, "params": params}]},
            }
        )
        segment._refresh()
        return segment

    def test_tier_and_points(self):
        """A segment 'silver' holds those who have reached silver, and nobody who left."""
        silver = self.club.tier_ids[2]
        self.club.tier_ids[1].threshold, silver.threshold = 40, 80
        reached, below, gone = (self._member(self.club, name=name) for name in ("Reached", "Below", "Gone"))
        for member in (reached, gone):
            self._order(member.partner_id)
        gone.action_leave()
        segment = self._segment("tier", tiers=silver.ids)
        self.assertEqual(
            self.env["club.segment.member"].search([("segment_id", "=", segment.id)]).partner_id, reached.partner_id
        )
        segment = self._segment("points", clubs=self.club.ids, min_points=5, max_points=84)
        self.assertEqual(
            self.env["club.segment.member"].search([("segment_id", "=", segment.id)]).partner_id, below.partner_id
        )

    def test_words(self):
        kind = self.env["club.segment.condition.tier"]
        self.assertEqual(kind._explain({"tiers": self.club.tier_ids[2].ids}), "Is in the tier Silver")
        self.assertEqual(kind._explain({}), "Is a member of a club")
        self.assertEqual(
            self.env["club.segment.condition.points"]._explain({"min_points": 5, "max_points": 84}),
            "Has between 5 and 84 points",
        )

    def test_a_count_tells_no_more_than_one_may_see(self):
        plain = new_test_user(self.env, "plain", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env["club.segment.condition.tier"].with_user(plain)._domain({})

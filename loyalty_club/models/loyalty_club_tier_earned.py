"""Who is not in the tier that he has earned: one statement for a whole club."""

from odoo import models, tools
from odoo.tools import SQL


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    @tools.ormcache("self.id")
    def _tier_ids(self):
        """The tiers of this club, kept in memory, as every order asks."""
        return self.sudo().tier_ids._ids

    def _query_tier_changes(self, scope=None):
        """The active members of the club whose tier is not what they have earned, or who are in grace: one statement
        for all of them, whatever their number.

        :param SQL scope: condition on the member `m`, to look at some only
        :return: SELECT of member id, the earned tier, which way it lies (1 up, -1 down, 0 the same), whether the tier
            set by hand still holds, and the last day of grace
        """
        tiers = self.env["loyalty.club.tier"].browse(self._tier_ids())
        ordered = tiers._plain()
        scope = SQL("m.club_id = %s AND m.state = 'active' AND %s", self.id, scope or SQL("true"))
        measures = tiers._measures(scope)
        names = {measure: SQL.identifier(f"measure_{index}") for index, measure in enumerate(measures)}
        earned = SQL(" ").join(
            SQL("WHEN coalesce(%s.value, 0) >= %s THEN %s", names[tier.metric], tier.threshold, tier.ref)
            for tier in reversed(ordered)
        )
        refs = [tier.ref for tier in ordered]
        return SQL(
            """WITH %(measures)s, earned AS (
                    SELECT m.id, m.tier_id, m.tier_grace_until, CASE %(earned)s END AS target,
                           m.tier_by_hand AND coalesce(m.tier_by_hand_until >= %(today)s, true) AS by_hand
                      FROM loyalty_club_member m %(joins)s WHERE %(scope)s
                )
                SELECT id, target, sign(%(then)s - %(now)s)::int, coalesce(by_hand, false), tier_grace_until
                  FROM earned
                 WHERE target IS DISTINCT FROM tier_id OR tier_grace_until IS NOT NULL
                 ORDER BY id""",
            measures=SQL(", ").join(
                SQL("%s (member_id, value) AS (%s)", names[measure], query) for measure, query in measures.items()
            ),
            earned=earned,
            today=self._today(),
            then=SQL("coalesce(array_position(%s, target), 0)", refs),
            now=SQL("coalesce(array_position(%s, tier_id), 0)", refs),
            joins=SQL(" ").join(SQL("LEFT JOIN %s ON %s.member_id = m.id", name, name) for name in names.values()),
            scope=scope,
        )

"""Who is not in the tier that he has earned: one statement for a whole club."""

from odoo import models, tools
from odoo.tools import SQL


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    @tools.ormcache("self.id")
    def _tier_ids(self):
        """The tiers of this club, kept in memory, as every order asks."""
        return self.sudo().tier_ids._ids

    def _tier_changes(self, members=None):
        """The active members of the club whose tier is not what they have earned, or who are in grace: one statement
        for all of them, whatever their number.

        :param loyalty.club.member members: look at these only
        :return: rows as `_query_tier_changes` has them
        """
        if members is None or len(members) > 100:
            # Everything is found by index, member by member: to compile that costs more than it saves.
            self.env.cr.execute("SET LOCAL jit = off")
        scope = SQL("true") if members is None else SQL("m.id = ANY(%s)", members.ids)
        return self.env.execute_query(self._query_tier_changes(scope))

    def _query_tier_changes(self, scope):
        """The statement.

        :param SQL scope: condition on the member `m`
        :return: SELECT of member id, the earned tier, which way it lies (1 up, -1 down, 0 the same), whether the tier
            set by hand still holds, and the last day of grace
        """
        tiers = self.env["loyalty.club.tier"].browse(self._tier_ids())
        ordered = tiers._plain()
        measures = tiers._measures()
        names = {measure: SQL.identifier(f"measure_{index}") for index, measure in enumerate(measures)}
        earned = SQL(" ").join(
            SQL("WHEN coalesce(%s, 0) >= %s THEN %s", names[tier.metric], tier.threshold, tier.ref)
            for tier in reversed(ordered)
        )
        refs = [tier.ref for tier in ordered]
        return SQL(
            """WITH measured AS MATERIALIZED (
                    SELECT m.id, m.tier_id, m.tier_grace_until, %(measures)s,
                           m.tier_by_hand AND coalesce(m.tier_by_hand_until >= %(today)s, true) AS by_hand
                      FROM loyalty_club_member m WHERE m.club_id = %(club)s AND m.state = 'active' AND %(scope)s
                ), earned AS (
                    SELECT id, tier_id, tier_grace_until, by_hand, CASE %(earned)s END AS target FROM measured
                )
                SELECT id, target, sign(%(then)s - %(now)s)::int, coalesce(by_hand, false), tier_grace_until
                  FROM earned
                 WHERE target IS DISTINCT FROM tier_id OR tier_grace_until IS NOT NULL
                 ORDER BY id""",
            measures=SQL(", ").join(SQL("%s AS %s", query, names[key]) for key, query in measures.items()),
            today=self._today(),
            club=self.id,
            scope=scope,
            earned=earned,
            then=SQL("coalesce(array_position(%s, target), 0)", refs),
            now=SQL("coalesce(array_position(%s, tier_id), 0)", refs),
        )

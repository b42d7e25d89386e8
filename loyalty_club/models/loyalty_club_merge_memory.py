"""What a membership remembers goes over to the one that it is merged into: tiers, benefits, messages, friends."""

from odoo import models
from odoo.tools import SQL

# What a member has once: the table, and what tells one row from another.
_ONCE = {
    "loyalty.club.benefit": ("tier_id", "year"),
    "loyalty.club.notice": ("event", "occasion"),
}


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    def _take_memory(self, others):
        """Take over what other memberships of the same person remember, so that he neither loses it nor gets twice what
        is given once."""
        self.ensure_one()
        others.tier_change_ids.write({"member_id": self.id})
        self._take_referrals(others)
        self.env.flush_all()
        for model, keys in _ONCE.items():
            self.env.execute_query(self._query_take(self.env[model]._table, keys, others))
            self.env[model].invalidate_model(["member_id"])
        self.invalidate_recordset(["benefit_ids"])

    def _query_take(self, table, keys, others):
        """One statement: the rows of others become those of this member, but for what he has already."""
        same = SQL(" AND ").join(SQL("o.%s = t.%s", SQL.identifier(key), SQL.identifier(key)) for key in keys)
        return SQL(
            """UPDATE %(table)s t SET member_id = %(kept)s
                WHERE t.member_id = ANY(%(others)s) AND NOT EXISTS (
                    SELECT FROM %(table)s o WHERE %(same)s AND (o.member_id = %(kept)s
                        OR o.member_id = ANY(%(others)s) AND o.id < t.id))
            RETURNING id""",
            table=SQL.identifier(table),
            kept=self.id,
            others=others.ids,
            same=same,
        )

    def _take_referrals(self, others):
        """Whom they brought, this one has brought; and he was brought once, by nobody who is himself."""
        Referral = self.env["loyalty.club.referral"].sudo()
        everybody = self | others
        Referral.search([("referrer_id", "in", others.ids)]).referrer_id = self
        came = Referral.search([("member_id", "in", everybody.ids)])
        by_himself = came.filtered(lambda one: one.referrer_id in everybody)
        kept = (came - by_himself).sorted(lambda one: (one.state != "rewarded", one.member_id != self, one.id))[:1]
        (came - kept).unlink()
        kept.member_id = self
        referrer = kept.referrer_id or (everybody.referrer_id - everybody)[:1]
        everybody.referrer_id = False
        self.search([("referrer_id", "in", others.ids)]).referrer_id = self
        self.referrer_id = referrer

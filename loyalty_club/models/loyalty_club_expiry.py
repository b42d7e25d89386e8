"""How long points live: days, to the end of a month or year, or as long as the member is active; and the warning."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.dates import show_date

from ..tools.display import show_number

_ACTIVITY = ("open", "earn", "rule", "spend", "transfer")


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    expiry = fields.Selection(
        [("days", "After some days"), ("month", "At the end of a month"), ("year", "At the end of a year")],
        string="Points Expire",
        required=True,
        default="days",
        help="Months and years are those of the club's calendar.",
    )
    expiry_periods = fields.Integer(
        string="Months or Years Later", help="0: at the end of the month or year in which the points are given."
    )
    idle_days = fields.Integer(
        string="Expire without Activity after (Days)",
        help="When a member has neither earned nor spent for so many days, all his points expire. 0: never.",
    )
    warn_days = fields.Integer(
        string="Warn before (Days)",
        default=14,
        help="How long before points expire members are told, once for each day of expiry. 0: never.",
    )

    _expiry_positive = models.Constraint(
        "CHECK (expiry_periods >= 0 AND idle_days >= 0 AND warn_days >= 0)", "A time cannot be negative."
    )

    def _expiry_of(self, day, rule=None):
        """The last day of points that are given on a day, or False."""
        if rule and rule.validity_days:
            return fields.Date.add(day, days=rule.validity_days)
        if self.expiry == "days":
            return fields.Date.add(day, days=self.validity_days) if self.validity_days else False
        start = self._month_start(day) if self.expiry == "month" else self._year_start(day)
        for _period in range(self.expiry_periods + 1):  # a leap year has 366 days, a month at most 31
            later = fields.Date.add(start, days=32 if self.expiry == "month" else 367)
            start = self._month_start(later) if self.expiry == "month" else self._year_start(later)
        return fields.Date.subtract(start, days=1)

    # === WITHOUT ACTIVITY === #

    @api.model
    def _cron_expire_idle(self, chunk=1000):
        """Daily: take what members have left who have done nothing for too long."""
        for club in self.search([("idle_days", ">", 0)]):
            last = 0
            while cards := [row[0] for row in self.env.execute_query(club._query_idle(last, chunk))]:
                club._expire_idle(self.env["loyalty.card"].browse(cards))
                last = cards[-1]
                self.env["ir.cron"]._commit_progress(len(cards))

    def _query_idle(self, last, chunk, cards=None):
        """Cards with something left on which nothing has happened since the limit."""
        since = self._day_begins(fields.Date.subtract(self._today(), days=self.idle_days))
        return SQL(
            """SELECT DISTINCT lot.card_id FROM loyalty_lot lot
                WHERE lot.club_id = %s AND lot.card_id > %s AND lot.remaining > 0 %s
                  AND NOT EXISTS (SELECT FROM loyalty_ledger l WHERE l.card_id = lot.card_id
                        AND l.kind = ANY(%s) AND l.occurred_on >= %s)
                  AND EXISTS (SELECT FROM loyalty_ledger l WHERE l.card_id = lot.card_id AND l.created_at < %s)
                ORDER BY lot.card_id LIMIT %s""",
            self.id,
            last,
            SQL("AND lot.card_id = ANY(%s)", cards) if cards else SQL(),
            list(_ACTIVITY),
            since,
            since,
            chunk,
        )

    def _expire_idle(self, cards):
        cards._club_lock()
        due = [row[0] for row in self.env.execute_query(self._query_idle(0, len(cards), cards.ids))]
        lots = self.env["loyalty.lot"].sudo().search([("card_id", "in", due), ("remaining", ">", 0)])
        self.env["loyalty.ledger"]._post(
            [
                {
                    "card_id": lot.card_id.id,
                    "lot_id": lot.id,
                    "kind": "expire",
                    "points": -lot.remaining,
                    "rule_snapshot": {"kind": "idle", "days": self.idle_days},
                    "key": f"idle:{lot.id}:{self._today()}",
                }
                for lot in lots
            ]
        )

    # === WARNINGS === #

    @api.model
    def _cron_warn(self, chunk=1000):
        """Daily: tell members whose points expire soon, once for each day of expiry."""
        for club in self.search([("warn_days", ">", 0)]):
            if not club._messages_for("expiring"):
                continue
            last = 0
            while rows := self.env.execute_query(club._query_expiring(last, chunk)):
                members = self.env["loyalty.club.member"].browse([row[0] for row in rows])
                members._tell("expiring", {row[0]: str(row[1]) for row in rows})
                last = rows[-1][0]
                self.env["ir.cron"]._commit_progress(len(rows))

    def _query_expiring(self, last, chunk):
        """Members with something that ends within the days of the warning, and the first day on which it does."""
        today = self._today()
        return SQL(
            """SELECT m.id, min(l.expires_on) FROM loyalty_club_member m JOIN loyalty_lot l ON l.card_id = m.card_id
                WHERE m.club_id = %s AND m.state = 'active' AND m.id > %s AND l.remaining > 0
                  AND l.expires_on BETWEEN %s AND %s
                GROUP BY m.id ORDER BY m.id LIMIT %s""",
            self.id,
            last,
            today,
            fields.Date.add(today, days=self.warn_days),
            chunk,
        )


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    expiring_on = fields.Date(string="Next Expiry", compute="_compute_expiring")
    expiring_points = fields.Float(string="Points That Expire Next", compute="_compute_expiring", digits=(16, 2))

    @api.depends("card_id")
    def _compute_expiring(self):
        """The next day on which points end, and how many."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (card_id) card_id, expires_on, sum(remaining) FROM loyalty_lot
                WHERE card_id = ANY(%s) AND remaining > 0 AND expires_on >= %s
                GROUP BY card_id, expires_on ORDER BY card_id, expires_on""",
                self.card_id.ids,
                fields.Date.context_today(self),
            )
        )
        found = {row[0]: row[1:] for row in rows}
        for member in self:
            member.expiring_on, member.expiring_points = found.get(member.card_id.id, (False, 0))

    def _expiring_text(self):
        """What expires next, as the member reads it."""
        self.ensure_one()
        return self.env._(
            "%(points)s points expire on %(day)s",
            points=show_number(self.expiring_points, self.env.lang),
            day=show_date(self.expiring_on, self.env.lang),
        )

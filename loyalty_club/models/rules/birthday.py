from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools.jalali import from_gregorian

from ...tools.birthdays import birthday_year, gregorian, near
from ...tools.display import is_persian

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleBirthday(models.AbstractModel):
    """Points on the birthday, once a year; for Persian customers by the Jalali calendar."""

    _name = "loyalty.club.rule.birthday"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Birthday"

    _label = _lt("Birthday")
    _sequence = 30
    _trigger = "day"

    def _day_entries(self, rule, day):
        """Entries for those whose birthday it is; the key holds the year, so that a repeated day gives nothing."""
        years = {}
        for member in rule._born_near(day):
            calendar = from_gregorian if is_persian(member.partner_id.lang) else gregorian
            if year := birthday_year(member.partner_id.birthday, day, calendar):
                years[member] = year
        members = self.env["loyalty.club.member"].concat(*years)
        members.card_id._club_lock()
        return rule._entries(members, years.get)

    def _sentence(self, params, row):
        return self.env._("%s points for your birthday", row._amount())


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    def _born_near(self, day):
        """Active members of the club of this rule who may have their birthday on a day."""
        self.ensure_one()
        self.env["res.partner"].flush_model(["birthday"])
        rows = self.env.execute_query(
            SQL(
                """SELECT m.id FROM loyalty_club_member m JOIN res_partner p ON p.id = m.partner_id
                WHERE m.club_id = %s AND m.state = 'active' AND to_char(p.birthday, 'MM-DD') = ANY(%s) ORDER BY m.id""",
                self.club_id.id,
                near(day),
            )
        )
        return self.env["loyalty.club.member"].browse([row[0] for row in rows])

    @api.model
    def _cron_day(self, days_back=3):
        """Daily: rules that look at the day; the days before as well, in case the job did not run."""
        rules = self.search([]).filtered(lambda rule: rule._trigger() == "day")  # pylint: disable=no-search-all
        self.env["ir.cron"]._commit_progress(remaining=len(rules))
        for rule in rules:
            today = rule.club_id._today()
            for offset in range(days_back):
                day = today - timedelta(days=offset)
                if rule._valid_on(day):
                    self.env["loyalty.ledger"]._post(rule._kind()._day_entries(rule, day))
            self.env["ir.cron"]._commit_progress(1)

from datetime import timedelta

from odoo import api, models
from odoo.tools.translate import LazyTranslate

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
        years = rule.club_id._birthdays(day)
        members = self.env["loyalty.club.member"].concat(*years)
        members.card_id._club_lock()
        return rule._entries(members, years.get)

    def _sentence(self, params, row):
        return self.env._("%s points for your birthday", row._amount())


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

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
        self.env["loyalty.club"]._tell_birthdays()

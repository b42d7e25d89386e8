"""The calendar that a club counts by: days, months and years of its own place."""

from datetime import datetime, time

import pytz

from odoo import fields, models

from odoo.addons.crm_segments.tools import jalali

from ..tools.birthdays import gregorian


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    calendar = fields.Selection(
        [("gregorian", "Gregorian"), ("jalali", "Jalali (Persian)")],
        required=True,
        default=lambda self: "jalali" if (self.env.lang or "").startswith("fa") else "gregorian",
        help="Months and years of this club: of its seasons, limits, expiry and tiers.",
    )

    def _split_day(self, day):
        """The year, month and day of a date in the calendar of this club."""
        return jalali.from_gregorian(day) if self.calendar == "jalali" else gregorian(day)

    def _month_start(self, day):
        """The first day of the month that holds a day."""
        year, month, _number = self._split_day(day)
        return jalali.month_start(year, month) if self.calendar == "jalali" else day.replace(day=1)

    def _year_start(self, day):
        """The first day of the year that holds a day."""
        return jalali.year_start(self._split_day(day)[0]) if self.calendar == "jalali" else day.replace(month=1, day=1)

    def _timezone(self):
        """The name of the time zone where the club is; of the user, if the company has none, as Odoo remembers it."""
        return self.company_id.partner_id.tz or self.env.user.context_get().get("tz") or "UTC"

    def _zone(self):
        return pytz.timezone(self._timezone())

    def _local_time(self, moment):
        """A moment (UTC) by the clock where the club is."""
        return pytz.utc.localize(moment).astimezone(self._zone())

    def _day_begins(self, day):
        """The moment (UTC, naive) at which a day begins where the club is."""
        return self._zone().localize(datetime.combine(day, time())).astimezone(pytz.utc).replace(tzinfo=None)

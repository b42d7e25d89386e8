"""When a rule holds and for whom: dates, seasons, hours, days of the week, tiers, segments."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_segments.tools.dates import show_date

from ..tools.occasions import in_hours, in_season

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    repeat = fields.Selection(
        [("yearly", "Every year"), ("monthly", "Every month")],
        string="Repeats",
        help="The days from the first to the last date come back, by the calendar of the club.",
    )
    hour_from = fields.Float(string="From (Hour)", help="Happy hour: the rule holds from this time of day.")
    hour_to = fields.Float(string="Until (Hour)", help="The same as the first hour: the whole day.")
    mon = fields.Boolean(default=True)
    tue = fields.Boolean(default=True)
    wed = fields.Boolean(default=True)
    thu = fields.Boolean(default=True)
    fri = fields.Boolean(default=True)
    sat = fields.Boolean(default=True)
    sun = fields.Boolean(default=True)
    tier_ids = fields.Many2many(
        "loyalty.club.tier",
        string="Only for Tiers",
        domain="[('club_id', '=', club_id)]",
        help="Empty: for every member.",
    )
    segment_ids = fields.Many2many("club.segment", string="Only for Segments", help="Empty: for every member.")
    tier_multiplier = fields.Boolean(
        string="Multiplied by Tier", help="The points are multiplied by the factor of the member's tier."
    )

    _hours_valid = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24)",
        "An hour lies between 0:00 and 24:00.",
    )

    @api.constrains("repeat", "date_from", "date_to")
    def _check_repeat(self):
        for rule in self:
            if rule.repeat and not (rule.date_from and rule.date_to):
                raise ValidationError(self.env._("The rule “%s” repeats: set its first and last day.", rule.name))

    @api.constrains(*WEEKDAYS)
    def _check_weekdays(self):
        for rule in self:
            if not any(rule[name] for name in WEEKDAYS):
                raise ValidationError(self.env._("The rule “%s” holds on no day of the week.", rule.name))

    def _valid_on(self, day):
        """Those of these rules that hold on a day."""
        return self.filtered(lambda rule: rule.active and not rule._refused_day(day))

    def _refused_day(self, day):
        """Why this rule does not hold on a day, or an empty text."""
        lang = self.env.lang
        if not in_season(day, self.date_from, self.date_to, self.repeat, self.club_id._split_day):
            if self.repeat:
                return self.env._("%s is not in the season of the rule.", show_date(day, lang))
            if self.date_from and day < self.date_from:
                return self.env._("The rule begins on %s.", show_date(self.date_from, lang))
            return self.env._("The rule ended on %s.", show_date(self.date_to, lang))
        if not self[WEEKDAYS[day.weekday()]]:
            return self.env._("The rule does not hold on this day of the week.")
        return ""

    def _refused_moment(self, moment):
        """Why this rule does not hold at a moment (UTC), or an empty text."""
        local = self.club_id._local_time(moment)
        if refused := self._refused_day(local.date()):
            return refused
        if not in_hours(local.hour + local.minute / 60, self.hour_from, self.hour_to):
            return self.env._("The rule does not hold at this hour.")
        return ""

    def _refused_member(self, member):
        """Why this rule is not for a member, or an empty text."""
        if member.state != "active":
            return self.env._("Only active members get points.")
        if self.tier_ids and member.tier_id not in self.tier_ids:
            return self.env._("The rule is only for the tiers %s.", ", ".join(self.tier_ids.mapped("name")))
        if self.segment_ids and not self.segment_ids & member.partner_id.segment_ids:
            return self.env._("The rule is only for the segments %s.", ", ".join(self.segment_ids.mapped("name")))
        return ""

    def _refusal(self, member, moment):
        """Why this rule gives nothing to a member at a moment, in a sentence; empty when nothing speaks against it."""
        return self._refused_at(moment) or self._refused_member(member)

    def _refused_at(self, moment):
        """Why this rule gives nothing to anybody at a moment, in a sentence; empty when nothing speaks against it."""
        self.ensure_one()
        if not self.active:
            return self.env._("The rule is archived.")
        if self.create_date and self.create_date.replace(microsecond=0) > moment:
            return self.env._("The rule was made after this moment.")
        return self._refused_moment(moment)

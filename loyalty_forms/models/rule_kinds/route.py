from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormRuleRoute(models.AbstractModel):
    """Give the entry to a person, or to whoever of a team has the fewest open ones, with a time by which it must be
    answered."""

    _name = "loyalty.form.rule.route"
    _inherit = "loyalty.form.rule.kind"
    _description = "Form Rule: Assign"

    _label = _lt("Assign to a team or person")
    _sequence = 40
    _first_only = True

    def _check_setup(self, rule):
        if not rule.user_id and not rule.team_id:
            raise ValidationError(self.env._("Choose the team or the person."))

    def _run(self, rule, entry):
        user = rule.user_id or self._least_loaded(rule.team_id.member_ids)
        values = {"team_id": rule.team_id.id, "user_id": user.id}
        if rule.hours:
            values["due_at"] = entry.submitted_at + timedelta(hours=rule.hours)
        # Odoo would write to him twice, for the entry and for the activity, and in the name of the visitor.
        quiet = entry.with_context(mail_auto_subscribe_no_notify=True, mail_activity_quick_update=True)
        quiet.write(values)
        if user:
            quiet.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.to_date(entry.due_at or entry.submitted_at),
                summary=self.env._("Answer: %s", entry.form_id.name),
                user_id=user.id,
            )
            entry._notify_users(user, self._words)

    def _words(self, entry):
        """What the person is told."""
        words = {"form": entry.form_id.name, "sender": entry.sender or "?"}
        if entry.due_at:
            due = format_datetime(entry.env, entry.due_at, tz=entry.user_id.tz, dt_format="short")
            text = entry.env._("%(form)s of %(sender)s is yours to answer, by %(due)s.", due=due, **words)
        else:
            text = entry.env._("%(form)s of %(sender)s is yours to answer.", **words)
        return entry.env._("Answer: %s", entry.form_id.name), text

    def _least_loaded(self, users):
        """The one with the fewest open entries."""
        if not users:
            return users
        open_entries = self.env["loyalty.form.entry"]._read_group(
            [("user_id", "in", users.ids), ("state", "in", ("new", "progress"))], ["user_id"], ["__count"]
        )
        counts = {user.id: count for user, count in open_entries}
        return users.sorted(lambda user: (counts.get(user.id, 0), user.id))[:1]

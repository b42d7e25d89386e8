from odoo import api, fields, models
from odoo.fields import Domain

from .measure import Measure

HOUR = 3600


class LoyaltyFormEntry(models.Model):
    """Who works on an entry, until when, and how long the sender waited (C22, F13)."""

    _inherit = "loyalty.form.entry"

    team_id = fields.Many2one("crm.team", index="btree_not_null", tracking=True)
    due_at = fields.Datetime(string="Answer By", tracking=True, index="btree_not_null")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue", string="Overdue")
    answered_at = fields.Datetime(string="First Answer", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed", readonly=True, copy=False)
    answer_hours = Measure(
        string="Hours to First Answer",
        compute="_compute_hours",
        store=True,
        aggregator="avg",
        help="From the entry to the first answer by a person.",
    )
    close_hours = Measure(string="Hours to Close", compute="_compute_hours", store=True, aggregator="avg")
    in_time = Measure(
        string="In Time (%)",
        compute="_compute_hours",
        store=True,
        aggregator="avg",
        help="Of the entries with a time set, the share that was answered or closed by then.",
    )

    @api.depends("submitted_at", "answered_at", "closed_at", "due_at")
    def _compute_hours(self):
        for entry in self:
            start = entry.submitted_at
            first = min(filter(None, (entry.answered_at, entry.closed_at)), default=None)
            entry.answer_hours = (first - start).total_seconds() / HOUR if first and start else None
            entry.close_hours = (entry.closed_at - start).total_seconds() / HOUR if entry.closed_at and start else None
            entry.in_time = 100.0 * (first <= entry.due_at) if first and entry.due_at else None

    @api.depends("due_at", "answered_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for entry in self:
            waits = entry.state in ("new", "progress") and not entry.answered_at
            entry.is_overdue = bool(waits and entry.due_at and entry.due_at < now)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain(
            [
                ("state", "in", ("new", "progress")),
                ("answered_at", "=", False),
                ("due_at", "<", fields.Datetime.now()),
            ]
        )
        return overdue if True in value else ~overdue

    def write(self, vals):
        if vals.get("state") == "done":
            vals = {"closed_at": fields.Datetime.now(), **vals}
        elif vals.get("state"):
            vals = {"closed_at": False, **vals}
        return super().write(vals)

    def _answered(self):
        """Somebody wrote to the sender."""
        fresh = self.filtered(lambda entry: not entry.answered_at)
        fresh.answered_at = fields.Datetime.now()
        self.filtered(lambda entry: entry.state == "new").state = "progress"

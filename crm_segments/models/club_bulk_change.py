from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

AT_ONCE = 1000  # customers whom the user waits for; more are changed in the background
WORKING = ("running", "undoing")
KEPT_CONTEXT = ("allowed_company_ids", "lang", "tz", "active_test")


class ClubBulkChange(models.Model):
    """The journal of what was done to many customers at once, so that it can be undone (C1).

    What each customer had before is kept with him. Undoing gives it back to those who still are as the change left
    them: what somebody changed since then is left alone. Many customers are changed in batches, in the background.
    """

    _name = "club.bulk.change"
    _description = "Change of Many Customers"
    _inherit = ["club.kind.mixin", "club.batch.mixin"]
    _kind_family = "club.bulk.change.kind"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    value_name = fields.Char(string="To What", readonly=True, help="What the customers got, as it was called then.")
    value = fields.Integer(readonly=True, aggregator=None, help="The id of the new group, status, tag or segment")
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="In the Rights Of", required=True, readonly=True, default=lambda self: self.env.user
    )
    context = fields.Json(readonly=True, help="Companies and language of who asked.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [
            ("running", "Being Done"),
            ("paused", "Stopped"),
            ("done", "Done"),
            ("undoing", "Being Undone"),
            ("undone", "Undone"),
        ],
        required=True,
        readonly=True,
        default="running",
        index=True,
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    changed_count = fields.Integer(string="Changed", compute="_compute_counts")
    problem_count = fields.Integer(string="Not Possible", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="Per cent of the customers that the work is done with.")
    undone_on = fields.Datetime(readonly=True)
    undone_count = fields.Integer(string="Given Back", readonly=True)
    line_ids = fields.One2many("club.bulk.change.line", "change_id", string="Customers Changed")

    @api.depends("kind", "value_name")
    @api.depends_context("lang")
    def _compute_name(self):
        labels = dict(self._selection_kind())
        for change in self:
            label = labels.get(change.kind, change.kind)
            change.name = f"{label}: {change.value_name}" if change.value_name else label

    @api.depends("state", "line_ids.state")
    def _compute_counts(self):
        counts = {}
        rows = self.env["club.bulk.change.line"]._read_group(
            [("change_id", "in", self.ids)], ["change_id", "state"], ["__count"]
        )
        for change, state, count in rows:
            counts.setdefault(change.id, {})[state] = count
        for change in self:
            found = counts.get(change.id, {})
            total = sum(found.values())
            waiting = found.get("waiting", 0) if change.state in ("running", "paused") else 0
            waiting = found.get("changed", 0) if change.state == "undoing" else waiting
            change.changed_count = found.get("changed", 0)
            change.problem_count = found.get("problem", 0)
            change.progress = 100 * (total - waiting) / total if total else 100

    @api.model
    def _apply(self, partners, kind, record=None, reason=None):
        """Do it, and keep what was there before.

        :param partners: res.partner, whom the user must be allowed to change
        :param str kind: name of a `club.bulk.change.kind`
        :param record: what the kind needs: the group, status, tag or segment
        :param str reason: what the user wrote
        :return: club.bulk.change
        :raise UserError: nothing would change, or it cannot be done
        """
        partners.check_access("write")
        behaviour = self.env[f"{self._kind_family.removesuffix('kind')}{kind}"]
        behaviour._check(partners, record)
        affected = partners.with_context(active_test=False).search(
            Domain("id", "in", partners.ids) & behaviour._affected(record), order="id"
        )
        if not affected:
            raise UserError(self.env._("Nothing would change: these customers are so already."))
        # users read the journal; it is written here only
        change = self.sudo().create(
            {
                "kind": kind,
                "value_name": record.display_name if record else False,
                "value": record.id if record else 0,
                "reason": reason,
                "context": self._kept_context(),
                "customer_count": len(affected),
            }
        )
        change._note(affected)
        change._start(len(affected))
        return change.with_env(self.env)

    def _kept_context(self):
        return {key: self.env.context[key] for key in KEPT_CONTEXT if key in self.env.context}

    def _note(self, partners):
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO club_bulk_change_line (change_id, partner_id, state) SELECT %s, unnest(%s), 'waiting'",
            (self.id, partners.ids),
        )
        self.env["club.bulk.change.line"].invalidate_model()

    def _done(self):
        """The notification with the button to undo it, or to see how far it is."""
        message = self.env._("%(what)s: %(count)s customers.", what=self.name, count=self.customer_count)
        if self.customer_count == 1:
            message = self.env._("%(what)s: %(customer)s", what=self.name, customer=self.line_ids.partner_id.name)
        if self.state == "running":
            message = self.env._(
                "%(what)s: %(count)s customers are changed in the background.",
                what=self.name,
                count=self.customer_count,
            )
        return {
            "type": "ir.actions.client",
            "tag": "club_bulk_done",
            "params": {"id": self.id, "message": message, "is_running": self.state == "running", "stays": self.stays},
        }

    def action_open_customers(self):
        """Those whom it has changed, in the list of customers."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.res_partner_action_customers")
        changed = self.line_ids.filtered(lambda line: line.state not in ("waiting", "same", "problem"))
        action.update(
            domain=[("id", "in", changed.partner_id.ids)],
            display_name=self.name,
            context={"active_test": False},
        )
        return action

    @api.autovacuum
    def _gc_old(self):
        """After a year the journal is let go."""
        limit = 100
        old = self.search([("create_date", "<", fields.Datetime.subtract(fields.Datetime.now(), years=1))], limit=limit)
        old.unlink()
        return len(old), int(len(old) == limit)


class ClubBulkChangeLine(models.Model):
    _name = "club.bulk.change.line"
    _description = "Change of Many Customers: One of Them"
    _log_access = False
    _order = "id"

    change_id = fields.Many2one("club.bulk.change", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("changed", "Changed"),
            ("same", "Was So Already"),
            ("problem", "Not Possible"),
            ("undone", "Given Back"),
            ("kept", "Changed Since, Left Alone"),
        ],
        required=True,
    )
    problem = fields.Char()
    before = fields.Json()
    after = fields.Json()

    _state_idx = models.Index("(change_id, state, id)")

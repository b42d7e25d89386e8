"""Points for many members at once: in the background, resumable, and with a way back."""

from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, split_every

from ..tools.points import to_points

# Cards that are locked at once: long enough to be quick, short enough that a till hardly waits.
CHUNK = 2000


class LoyaltyClubBatch(models.Model):
    _name = "loyalty.club.batch"
    _description = "Points for Many"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Reason", required=True, help="Members read it with their points.")
    club_id = fields.Many2one(
        "loyalty.club",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["loyalty.club"].search([], limit=1),
    )
    company_id = fields.Many2one(related="club_id.company_id", store=True, index=True)
    points = fields.Float(digits=(16, 2), required=True, tracking=True)
    expires_on = fields.Date(string="Expires", help="Empty: as the club says.")
    tier_ids = fields.Many2many(
        "loyalty.club.tier", string="Tiers", domain="[('club_id', '=', club_id)]", help="Empty: members of every tier."
    )
    segment_id = fields.Many2one("club.segment", help="Empty: members of the club, in whatever segment.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Running"),
            ("telling", "Telling the members"),
            ("done", "Done"),
            ("undoing", "Going back"),
            ("undone", "Taken back"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    last_card_id = fields.Integer(readonly=True, copy=False)
    member_count = fields.Integer(string="Members", compute="_compute_member_count")
    total = fields.Integer(string="Members at the Start", readonly=True, copy=False)
    given_count = fields.Integer(string="Given", readonly=True, copy=False)
    progress = fields.Integer(compute="_compute_progress")

    @api.constrains("points")
    def _check_points(self):
        if any(to_points(batch.points) <= 0 for batch in self):
            raise ValidationError(self.env._("Enter how many points, above zero."))

    @api.depends("given_count", "total", "state")
    def _compute_progress(self):
        for batch in self:
            part = batch.given_count / batch.total if batch.total else 1.0
            batch.progress = {"draft": 0, "done": 100, "undone": 0}.get(batch.state, int(100 * min(part, 1.0)))

    @api.depends("club_id", "tier_ids", "segment_id")
    def _compute_member_count(self):
        for batch in self:
            batch.member_count = batch._query_cards(SQL("count(*)"))[0][0] if batch.club_id else 0

    def _query_cards(self, what, rest=None):
        """Ask the cards of the active members that this batch is for."""
        self.env["loyalty.club.member"].flush_model(["club_id", "state", "tier_id", "card_id", "partner_id"])
        return self.env.execute_query(
            SQL(
                """SELECT %s FROM loyalty_club_member m
                WHERE m.club_id = %s AND m.state = 'active' AND m.card_id IS NOT NULL %s %s %s""",
                what,
                self.club_id._origin.id or self.club_id.id,
                SQL("AND m.tier_id = ANY(%s)", self.tier_ids.ids) if self.tier_ids.ids else SQL(),
                SQL(
                    """AND EXISTS (SELECT 1 FROM club_segment_member s
                        WHERE s.segment_id = %s AND s.partner_id = m.partner_id)""",
                    self.segment_id.id,
                )
                if self.segment_id
                else SQL(),
                rest or SQL(),
            )
        )

    # === THE USER'S BUTTONS === #

    def action_start(self):
        """Give the points, in the background."""
        self.check_access("write")
        for batch in self.filtered(lambda batch: batch.state == "draft"):
            if not batch.member_count:
                raise UserError(self.env._("No member would get these points."))
            batch.write({"state": "running", "total": batch.member_count})
        self.env.ref("loyalty_club.loyalty_club_cron_batch").sudo()._trigger()
        return True

    def action_undo(self):
        """Take back what this batch has given, from whoever got it, also if it was spent meanwhile."""
        self.check_access("write")
        self.filtered(lambda batch: batch.state in ("running", "telling", "done")).write({"state": "undoing"})
        self.env.ref("loyalty_club.loyalty_club_cron_batch").sudo()._trigger()
        return True

    def action_open_rows(self):
        """What this batch moved."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_club.loyalty_ledger_action")
        return dict(action, domain=[("src_model", "=", self._name), ("src_id", "=", self.id)], context={})

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("Points were given: the batch stays as their reason."))

    def write(self, vals):
        if {"points", "club_id", "expires_on", "name"} & vals.keys() and any(one.state != "draft" for one in self):
            raise UserError(self.env._("What has begun does not change: take it back and make another one."))
        return super().write(vals)

    # === THE JOB === #

    @api.model
    def _cron_run(self, chunk=CHUNK):
        """Give and take back, some cards at a time; after an interruption it goes on where it was."""
        batches = self.search([("state", "in", ["running", "telling", "undoing"])], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(batches))
        for batch in batches:
            batch = batch.with_context(lang=batch.create_uid.lang)  # what is noted is read by him
            while step := batch._step():
                step(chunk)
            self.env["ir.cron"]._commit_progress(1)

    def _step(self):
        """What is to do now, if anything; each step leads to another state."""
        return {"running": self._run, "undoing": self._undo}.get(self.state)

    def _run(self, chunk):
        """Give the points; cards that others hold come last. Taking back is heard after each chunk."""
        ledger, held = self.env["loyalty.ledger"], []
        rest = SQL("AND m.card_id > %s ORDER BY m.card_id LIMIT %s", self.last_card_id, chunk)
        while self.state == "running" and (cards := [row[0] for row in self._query_cards(SQL("m.card_id"), rest)]):
            self.env["ir.cron"]._commit_progress()  # what follows sees what it locks
            held += ledger._in_own_transaction(partial(self._give, cards))
            rest = SQL("AND m.card_id > %s ORDER BY m.card_id LIMIT %s", cards[-1], chunk)
        for cards in split_every(chunk, sorted(held), list):
            if self.state == "running":
                ledger._in_own_transaction(partial(self._give, cards, wait=True))
        ledger._in_own_transaction(self._finish)
        self._tell_segments()

    def _finish(self):
        """All have their points."""
        if self.state == "running":
            self.write({"state": "done", "last_card_id": 0})

    def _give(self, cards, wait=False):
        """Give the points to some cards.

        :return: the cards that others hold
        """
        ledger = self.env["loyalty.ledger"].sudo()
        posted, held = ledger._post_same(cards, self._entry(), wait=wait)
        values = {"given_count": self.given_count + len(posted)}
        if not held and not wait:
            values["last_card_id"] = cards[-1]
        self.write(values)
        return held

    def _entry(self):
        """What each of the members gets."""
        club = self.club_id
        return {
            "kind": "adjust",
            "points": to_points(self.points),
            "key": f"batch:{self.id}",
            "reason": self.name,
            "expires_on": self.expires_on or club._expiry_of(club._today()),
            "src_model": self._name,
            "src_id": self.id,
            "src_name": self.name,
        }

    def _undo(self, chunk):
        """Take the points back, row by row, each at most once."""
        last = 0
        while rows := [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """SELECT id FROM loyalty_ledger
                    WHERE src_model = %s AND src_id = %s AND kind = 'adjust' AND id > %s ORDER BY id LIMIT %s""",
                    self._name,
                    self.id,
                    last,
                    chunk,
                )
            )
        ]:
            self.env["ir.cron"]._commit_progress()
            self.env["loyalty.ledger"]._in_own_transaction(partial(self._take_back, rows))
            last = rows[-1]
        self.write({"state": "undone", "last_card_id": 0})
        self._tell_segments()

    def _tell_segments(self):
        """Segments that look at points see those of this batch."""
        self.env["club.customer.touch"]._mark_query(
            SQL(
                """SELECT c.partner_id FROM loyalty_ledger l JOIN loyalty_card c ON c.id = l.card_id
                    WHERE l.src_model = %s AND l.src_id = %s""",
                self._name,
                self.id,
            ),
            "club",
        )

    def _take_back(self, row_ids):
        ledger = self.env["loyalty.ledger"].sudo()
        rows = ledger.browse(row_ids)
        rows.card_id._club_lock()
        taken = ledger._post(
            [
                {
                    "card_id": row.card_id.id,
                    "kind": "reverse",
                    "points": -to_points(row.points),
                    "lot_id": row.lot_id.id,
                    "overdraft": True,
                    "reverses_id": row.id,
                    "src_model": self._name,
                    "src_id": self.id,
                    "src_name": self.name,
                    "key": f"reverse:{row.id}:0",
                }
                for row in rows
            ]
        )
        self.given_count -= len(taken.reverses_id)

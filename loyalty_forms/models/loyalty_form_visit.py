from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

from ..tools.rate import client_key
from .measure import Measure

HOUR, DAY = 3600, 24 * 3600
PER_ADDRESS = 60
PER_FORM = 20_000
MOST_BEATS = 60
KEEP_DAYS = 180
BATCH = 10_000


class LoyaltyFormVisit(models.Model):
    """One opening of a form's page: how far it went and how long it took (F15). It is known by the number of the page,
    which only its signed token holds: no cookie, no address, nothing about who it was."""

    _name = "loyalty.form.visit"
    _description = "Form Visit"
    _log_access = False
    _order = "id desc"
    _rec_name = "opened_at"

    form_id = fields.Many2one("loyalty.form", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    page = fields.Char(required=True, groups="base.group_system")
    opened_at = fields.Datetime(string="Opened", required=True, index=True)
    started_at = fields.Datetime(string="Started")
    sent_at = fields.Datetime(string="Sent")
    outcome = fields.Selection(
        [("view", "Only looked"), ("start", "Left on the way"), ("sent", "Sent")], required=True, default="view"
    )
    field_id = fields.Many2one("loyalty.form.field", string="Last Field", ondelete="set null", index="btree_not_null")
    seconds = Measure(string="Seconds to Send", aggregator="avg")
    completed = Measure(
        string="Completed (%)", aggregator="avg", help="100 for what was sent: the average is the rate."
    )
    beats = fields.Integer(aggregator=None, groups="base.group_system")

    _page_unique = models.UniqueIndex("(page)")
    _form_opened = models.Index("(form_id, opened_at)")

    @api.model
    def _page_key(self, nonce):
        return hmac(self.env(su=True), "loyalty_forms.visit", nonce)

    @api.model
    def _opened(self, form, nonce, ip):
        """A page was opened. What one address or one form may add is bounded."""
        _looked, [opened] = self.env["loyalty.form.hit"]._look_and_count("", [f"visit:{client_key(ip)}"], HOUR)
        if opened > PER_ADDRESS or self._is_full(form):
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO loyalty_form_visit (form_id, company_id, page, opened_at, outcome, completed, beats)
                   VALUES (%s, %s, %s, %s, 'view', 0, 0) ON CONFLICT DO NOTHING""",
                form.id,
                form.company_id.id,
                self._page_key(nonce),
                fields.Datetime.now(),
            )
        )

    @api.model
    def _is_full(self, form):
        """Whether a form has all visits of a day that are kept. Not a counter, for which all visitors would wait."""
        since = fields.Datetime.now() - timedelta(seconds=DAY)
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT 1 FROM loyalty_form_visit WHERE form_id = %s AND opened_at >= %s OFFSET %s LIMIT 1",
                    form.id,
                    since,
                    PER_FORM,
                )
            )
        )

    @api.model
    def _reached(self, form, nonce, key):
        """Somebody is at a field of the page.

        :param str key: of the field; one that the form does not have only says that he started
        """
        field = form.field_ids.filtered(lambda field: field.key == key)[:1]
        self.env.cr.execute(
            SQL(
                """UPDATE loyalty_form_visit
                      SET started_at = COALESCE(started_at, %s), outcome = 'start', beats = beats + 1,
                          field_id = COALESCE(%s, field_id)
                    WHERE page = %s AND form_id = %s AND outcome != 'sent' AND beats < %s""",
                fields.Datetime.now(),
                field.id or None,
                self._page_key(nonce),
                form.id,
                MOST_BEATS,
            )
        )

    @api.model
    def _sent(self, nonce):
        """The page was sent and taken."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """UPDATE loyalty_form_visit
                      SET sent_at = %s, outcome = 'sent', completed = 100,
                          seconds = EXTRACT(EPOCH FROM (%s - COALESCE(started_at, opened_at)))
                    WHERE page = %s AND outcome != 'sent'""",
                now,
                now,
                self._page_key(nonce),
            )
        )

    @api.autovacuum
    def _gc_visits(self):
        """Forget old visits.

        :return: how many were forgotten, and whether there may be more
        """
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.env.cr.execute(
            SQL(
                """DELETE FROM loyalty_form_visit WHERE id IN (
                       SELECT id FROM loyalty_form_visit WHERE opened_at < %s LIMIT %s)""",
                limit,
                BATCH,
            )
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == BATCH

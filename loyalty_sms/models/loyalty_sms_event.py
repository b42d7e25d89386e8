import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..tools.turnstile import Turnstile

_logger = logging.getLogger(__name__)

BATCH = 200
TRIES = 5
_turnstile = Turnstile()


def process_soon(registry):
    """Work on the reports that have arrived, in one thread of this process: reports come in bursts, and each of their
    requests needs a connection to the database already."""

    def work():
        with registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["loyalty.sms.event"]._process_arrived()

    _turnstile.pass_through(registry.db_name, work)


class LoyaltySmsEvent(models.Model):
    """What providers told us, stored as it came and before anything is made of it."""

    _name = "loyalty.sms.event"
    _description = "SMS Event"
    _order = "id desc"
    _rec_name = "sender"

    kind = fields.Selection([("report", "Delivery report"), ("inbound", "Reply")], required=True, readonly=True)
    gateway_id = fields.Many2one("loyalty.sms.gateway", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="gateway_id.company_id", store=True, index=True)
    ref = fields.Char("Reference", readonly=True, index="btree_not_null")
    raw_query = fields.Char(readonly=True, groups="base.group_system")
    raw_body = fields.Char(readonly=True, groups="base.group_system")
    ip = fields.Char("IP Address", readonly=True, groups="base.group_system")
    state = fields.Selection(
        [("new", "New"), ("done", "Done"), ("ignored", "Ignored"), ("error", "Error")],
        default="new",
        required=True,
        readonly=True,
    )
    tries = fields.Integer(readonly=True)
    note = fields.Char(readonly=True)
    message_id = fields.Many2one("loyalty.sms.message", readonly=True, ondelete="set null", index="btree_not_null")
    sender = fields.Char("From", readonly=True)
    receiver = fields.Char("To", readonly=True)
    body = fields.Text("Text", readonly=True)
    external_id = fields.Char(readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="set null", index="btree_not_null")
    keyword = fields.Selection([("stop", "Stop"), ("start", "Start")], readonly=True)

    _new_index = models.Index("(id) WHERE state = 'new'")
    # A provider may bring the same reply again.
    _external_unique = models.UniqueIndex(
        "(gateway_id, external_id) WHERE kind = 'inbound' AND external_id IS NOT NULL AND state != 'ignored'"
    )

    # === In === #

    @api.model
    def _receive(self, gateway, kind, ref, query, body, ip):
        """Store what came, and make something of it as soon as that is committed.

        :param str ref: reference of the attempt, for reports
        :param str query: query string as it came
        :param str body: body as it came
        """
        event = self.create(
            {
                "kind": kind,
                "gateway_id": gateway.id,
                "ref": ref,
                "raw_query": query.replace("\0", ""),
                "raw_body": body.replace("\0", ""),
                "ip": ip,
            }
        )
        registry, event_id = self.env.registry, event.id

        @self.env.cr.postcommit.add
        def process():
            if kind == "report":
                process_soon(registry)
                return
            with registry.cursor() as cr:
                api.Environment(cr, SUPERUSER_ID, {})["loyalty.sms.event"].browse(event_id)._process_safely()

        return event

    @api.model
    def _cron_process(self):
        """Scheduled action: what could not be processed on arrival."""
        domain = [("state", "=", "new"), ("kind", "=", "inbound")]
        events = self.search(domain, limit=BATCH, order="id")
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr))._process_reports()
            for event in events.with_env(self.env(cr=cr)):
                event._process_safely()
        self.env["ir.cron"]._commit_progress(len(events), remaining=self.search_count(domain))

    def _process_safely(self):
        """Process one event in transactions of its own; what fails is tried again later and then shown."""
        dispatcher = self.env["loyalty.sms.dispatcher"]
        try:
            dispatcher._transaction(self._process)
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("SMS event %s could not be processed", self.id)
            text = f"{type(error).__name__}: {error}"[:200]
            dispatcher._transaction(
                lambda: self.write(
                    {"tries": self.tries + 1, "note": text, "state": "error" if self.tries + 1 >= TRIES else "new"}
                )
            )
        dispatcher._sync_all(self.message_id.ids)

    def _process(self):
        self.ensure_one()
        query = SQL(
            "SELECT id FROM loyalty_sms_event WHERE id = %s AND state = 'new' FOR NO KEY UPDATE SKIP LOCKED", self.id
        )
        if not self.env.execute_query(query):
            return
        provider = self.gateway_id._kind()
        if provider is None:
            self.write({"state": "ignored", "note": self.env._("The provider is no longer installed.")})
        elif self.kind == "report":
            attempts = self._find_attempts(self)
            if not attempts or self._lock_settled(attempts):
                self._take_report(attempts.get(self))
        else:
            self._process_inbound(provider)

from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.phone import is_mobile, normalise

from ..tools.batches import smaller
from ..tools.outcome import BATCH, MESSAGE, NUMBER, rejected
from ..tools.segments import count_segments
from ..tools.states import ATTEMPT_RANK, FINAL, MESSAGE_RANK, raise_state
from .loyalty_sms_route import PURPOSES

WIPED = "•••"
URGENCY = ["code", "service", "marketing"]


class LoyaltySmsMessage(models.Model):
    """The outbox, and the memory of what became of each message.

    Known by the `uuid` of Odoo's own message, without a foreign key, so that it survives the deletion of that one.
    """

    _name = "loyalty.sms.message"
    _description = "SMS Message"
    _order = "id desc"
    _rec_name = "number"

    uuid = fields.Char(required=True, readonly=True, default=lambda self: uuid4().hex)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="set null", readonly=True)
    number = fields.Char("Mobile Number", required=True, readonly=True, index=True)
    body = fields.Text("Text", readonly=True)
    purpose = fields.Selection(PURPOSES, required=True, default="service", readonly=True)
    priority = fields.Integer(compute="_compute_priority", store=True)  # codes first, marketing last
    state = fields.Selection(
        [
            ("queued", "In the queue"),
            ("held", "Held"),
            ("claimed", "Being prepared"),
            ("submitting", "Being handed over"),
            ("unknown", "Unknown"),
            ("accepted", "Sent"),
            ("failed", "Failed"),
            ("delivered", "Delivered"),
            ("canceled", "Cancelled"),
        ],
        required=True,
        default="queued",
        readonly=True,
        help="Unknown: the connection broke while the provider was taking the message. It is not sent again until a "
        "delivery report or a person tells what became of it.",
    )
    reason = fields.Char(readonly=True)
    failure_type = fields.Char(readonly=True)
    send_after = fields.Datetime("Not Before", readonly=True)
    requested_gateway_id = fields.Many2one(
        "loyalty.sms.gateway", readonly=True, ondelete="set null", index="btree_not_null"
    )
    gateway_id = fields.Many2one("loyalty.sms.gateway", readonly=True, ondelete="set null")
    encoding = fields.Char(readonly=True)
    parts = fields.Integer(readonly=True, aggregator="sum")
    cost = fields.Float(digits=(16, 4), readonly=True, aggregator="sum")
    round = fields.Integer(default=1, readonly=True)  # counts how often the whole list of gateways was begun
    batch_limit = fields.Integer(
        readonly=True
    )  # goes with no more than these since a whole request was refused; 0: any
    code = fields.Char(
        readonly=True, groups="base.group_system", exportable=False
    )  # the one-time code alone, for provider templates
    attempt_ids = fields.One2many("loyalty.sms.attempt", "message_id", readonly=True)
    claimed_by = fields.Char(readonly=True)
    lease_until = fields.Datetime(readonly=True)
    sync_needed = fields.Boolean(readonly=True)  # Odoo's own message does not show our state yet
    queued_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    accepted_at = fields.Datetime("Sent At", readonly=True)
    delivered_at = fields.Datetime(readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    decided_at = fields.Datetime(readonly=True)

    # Few indexes: a change of what one of them names writes all of them anew. What changes often is not in one: see
    # loyalty_sms_stage.
    _uuid_unique = models.UniqueIndex("(uuid)")
    _sync_index = models.Index("(id) WHERE sync_needed")

    @api.depends("purpose")
    def _compute_priority(self):
        for message in self:
            message.priority = URGENCY.index(message.purpose)

    # === Entry === #

    @api.model
    def _enqueue(self, company, items):
        """Put messages into the outbox, in the transaction of whoever sends them.

        :param company: `res.company` whose gateways carry them
        :param items: dicts with ``uuid``, ``number``, ``body`` and, optionally, ``purpose``, ``partner_id``,
            ``requested_gateway_id``, ``code`` (of a one-time code, what the provider puts into its template)
        :return: ``{uuid: state}``, where a state may also be one of the errors that Odoo expects from a provider
        """
        known = {message.uuid: message for message in self.search([("uuid", "in", [i["uuid"] for i in items])])}
        natives = (
            self.env["sms.sms"].sudo().search([("uuid", "in", [i["uuid"] for i in items if i["uuid"] not in known])])
        )
        natives = {sms.uuid: sms for sms in natives}
        states, to_create = {}, {}
        for item in items:
            message = known.get(item["uuid"])
            if message:
                if message.state in ("failed", "canceled"):  # somebody pressed 'resend'
                    message._requeue(fresh_round=True)
                states[item["uuid"]] = message.state
                continue
            number = normalise(item["number"], company.country_id.code or "IR")
            if not number or not is_mobile(number):
                states[item["uuid"]] = "wrong_number_format" if item["number"] else "sms_number_missing"
                continue
            to_create[item["uuid"]] = self._prepare_message(company, item, number, natives.get(item["uuid"]))
            states[item["uuid"]] = "queued"
        messages = self.create(self._find_partners(company, list(to_create.values())))
        if messages:
            self.env["loyalty.sms.dispatcher"]._wake()
        if codes := messages.filtered(lambda message: message.purpose == "code"):
            # somebody is waiting for them
            self.env["loyalty.sms.dispatcher"]._run_after_commit(codes.ids, background=True)
        return states

    def _prepare_message(self, company, item, number, native):
        """:return: values of a new outbox row"""
        body = (item["body"] or "").strip()  # Odoo's templates are indented, and each blank costs
        segments = count_segments(body)
        return {
            "uuid": item["uuid"],
            "company_id": company.id,
            "number": number,
            "body": body,
            "purpose": item.get("purpose") or (native._loyalty_purpose() if native else "service"),
            "partner_id": item.get("partner_id") or (native.partner_id.id if native else False),
            "requested_gateway_id": item.get("requested_gateway_id", False),
            "code": item.get("code", False),
            "encoding": segments.encoding,
            "parts": segments.parts,
        }

    def _find_partners(self, company, vals_list):
        """Messages to a bare number belong to the customer who has it."""
        numbers = [vals["number"] for vals in vals_list if not vals["partner_id"]]
        partners = (
            self.env["res.partner"]
            .sudo()
            .search_fetch(
                [("phone_sanitized", "in", numbers), ("company_id", "in", (False, company.id))],
                ["phone_sanitized"],
                order="id desc",
            )
        )
        by_number = {partner.phone_sanitized: partner.id for partner in partners}
        for vals in vals_list:
            vals["partner_id"] = vals["partner_id"] or by_number.get(vals["number"], False)
        return vals_list

    # === What became of it === #

    @api.model
    def _lock_quietly(self, query):
        """Lock the rows of a query. Meeting another process is no error: the caller's step is repeated.

        :param SQL query: selects ids
        :return: the locked messages, as they are now
        """
        self.flush_model()
        self.env.cr.execute(query, log_exceptions=False)
        messages = self.browse(row[0] for row in self.env.cr.fetchall())
        messages.invalidate_recordset()
        return messages

    def _lock(self):
        """Wait for whoever else works on these messages; the first thing that a step on messages does."""
        query = "SELECT id FROM loyalty_sms_message WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
        return self._lock_quietly(SQL(query, self.ids))

    def _requeue(self, fresh_round=False, send_after=False, reason=False):
        """Back into the queue.

        :param bool fresh_round: gateways that refused the message may be tried once more
        """
        if not self:
            return
        values = {
            "state": "queued",
            "accepted_at": False,
            "claimed_by": False,
            "lease_until": False,
            "send_after": send_after,
            "reason": reason,
            "failure_type": False,
            "hold_kind": False,
            "sync_needed": True,
        }
        if not fresh_round:
            self.write(values)
        else:
            for number, messages in self.grouped("round").items():
                messages.write({**values, "round": number + 1, "queued_at": fields.Datetime.now()})
        self.env["loyalty.sms.dispatcher"]._wake(send_after)

    def _finish(self, state, reason="", failure_type=False, **values):
        """Move up to a state, never down. One-time codes are forgotten as soon as they have left."""
        for message in self:
            if raise_state(MESSAGE_RANK, message.state, state) != state or message.state == state:
                continue
            vals = {
                "state": state,
                "reason": reason or False,
                "failure_type": failure_type,
                "sync_needed": True,
                **values,
            }
            if message.purpose == "code" and state in (*FINAL, "accepted"):
                vals.update(body=WIPED, code=False)
            message.write(vals)

    def _reject(self, attempt, outcome):
        """A gateway has certainly not taken the message: the next one may."""
        self.ensure_one()
        attempt.write({"state": "rejected", "scope": outcome.scope})
        if self.state not in ("submitting", "unknown", "accepted") or attempt != self.attempt_ids[:1]:
            return
        if outcome.scope == BATCH:
            others = attempt.search_count([("batch_ref", "=", attempt.batch_ref)]) if attempt.batch_ref else 1
            self.batch_limit = smaller(others)
        if outcome.scope == NUMBER or self.body == WIPED:
            self._finish("failed", outcome.reason, outcome.failure)
        else:
            self._requeue(reason=outcome.reason)

    def _apply_report(self, attempt, state, reason=""):
        """Take in what the provider tells of an attempt, in whatever order its reports come.

        :param str state: state of the attempt
        """
        attempt.reported_at = fields.Datetime.now()
        self._take_state(attempt, state, reason)

    def _take_state(self, attempt, state, reason=""):
        """Move an attempt up to a state, and its message with it."""
        self.ensure_one()
        if raise_state(ATTEMPT_RANK, attempt.state, state) == attempt.state:
            return
        if state == "rejected":
            attempt.failure_type = "sms_rejected"
            self._reject(attempt, rejected(MESSAGE, reason, failure="sms_rejected"))
            return
        attempt.write({"state": state, "reason": reason or attempt.reason})
        last = attempt == self.attempt_ids[:1]
        times = {"accepted_at": self.accepted_at or fields.Datetime.now(), "gateway_id": attempt.gateway_id.id}
        if state == "delivered":
            self._finish("delivered", delivered_at=fields.Datetime.now(), **times)
        elif state == "accepted":
            self._finish("accepted", **times)
        elif state == "failed" and last:
            self._finish("failed", reason, "sms_not_delivered")
        elif state == "unknown" and last:
            self._finish("unknown", reason)

    def _estimated_cost(self, gateway):
        """:return: the price of this message at a gateway that does not tell its own"""
        return self.parts * gateway.price

import logging

from psycopg2 import OperationalError

from odoo import fields, models

from odoo.addons.crm_segments.tools.phone import normalise
from odoo.addons.crm_segments.tools.text import fold

from ..tools.keywords import read_keyword
from ..tools.moment import read_epoch

_logger = logging.getLogger(__name__)

ANSWERABLE_DAYS = 14  # a reply belongs to the last message of so many days
MAX_TEXT = 4000


class LoyaltySmsEvent(models.Model):
    """Replies of customers: who wrote, on what, and what is done with it (S5)."""

    _inherit = "loyalty.sms.event"

    happened_at = fields.Datetime("Written At", readonly=True, help="By the provider's clock, where he tells it.")
    handling = fields.Selection(
        [
            ("stop", "Opted out"),
            ("start", "Opted in again"),
            ("keyword", "Answered by itself"),
            ("thread", "Put on the customer's page"),
            ("nobody", "Nobody has this number"),
        ],
        "What Was Done",
        readonly=True,
    )
    is_open = fields.Boolean("Waits for an Answer", readonly=True)
    answers_id = fields.Many2one(
        "loyalty.sms.message", "Answer To", readonly=True, ondelete="set null", index="btree_not_null"
    )
    reply_id = fields.Many2one(
        "loyalty.sms.message", "Our Reply", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _open_index = models.Index("(id) WHERE is_open")

    def _process_inbound(self, provider):
        vals = self._read_inbound(provider)
        if not vals["sender"]:
            self.write({**vals, "state": "ignored", "note": self.env._("No sender")})
            return
        if self._received_before(vals["external_id"]):
            self.write({**vals, "state": "ignored", "note": self.env._("Received before")})
            return
        answered = self._find_answered(vals["sender"])
        partner = self._find_customer(vals["sender"], answered)
        self.write({**vals, "state": "done", "answers_id": answered.id, "partner_id": partner.id})
        handled = self._handle_keyword() or self._handle_by_kind()
        if not handled:
            self.write({"handling": "thread" if partner else "nobody", "is_open": True})
        self._post_on_threads()
        self.env["club.customer.touch"]._mark(partner.ids, "sms")

    def _read_inbound(self, provider):
        """:return: the values of the message, bounded and cleaned"""
        values = provider._read_inbound(self.gateway_id, self.raw_query or "", self.raw_body or "")
        region = self.company_id.country_id.code or "IR"
        raw_sender = (values.get("sender") or "")[:64]
        text = (values.get("text") or "")[:MAX_TEXT]
        return {
            "sender": normalise(raw_sender, region) or normalise(f"+{raw_sender}", region) or raw_sender,
            "receiver": (values.get("receiver") or "")[:64],
            "body": text,
            "external_id": (values.get("external_id") or "")[:128] or False,
            "keyword": read_keyword(text, fold, self.company_id.loyalty_sms_stop_words),
            "happened_at": read_epoch(values.get("sent_at"), self.create_date.replace(microsecond=0)),
        }

    def _received_before(self, external_id):
        """:return: whether the provider has brought this very message before"""
        domain = [
            ("kind", "=", "inbound"),
            ("gateway_id", "=", self.gateway_id.id),
            ("external_id", "=", external_id),
            ("state", "!=", "ignored"),
            ("id", "!=", self.id),
        ]
        return bool(external_id) and bool(self.search_count(domain, limit=1))

    def _find_answered(self, number):
        """:return: our last message to this number, which it probably answers"""
        since = fields.Datetime.subtract(self.create_date, days=ANSWERABLE_DAYS)
        domain = [
            ("number", "=", number),
            ("company_id", "=", self.company_id.id),
            ("purpose", "!=", "code"),
            ("is_answer", "=", False),
            ("accepted_at", ">=", since),
        ]
        return self.env["loyalty.sms.message"].search(domain, limit=1, order="accepted_at DESC, id DESC")

    def _find_customer(self, number, answered):
        """:return: the customer of this number, the one last written to first"""
        if answered.partner_id:
            return answered.partner_id
        message = self.env["loyalty.sms.message"].search(
            [("number", "=", number), ("company_id", "=", self.company_id.id), ("partner_id", "!=", False)], limit=1
        )
        return message.partner_id or self.env["res.partner"].search(
            [("phone_sanitized", "=", number), ("company_id", "in", (False, self.company_id.id))],
            limit=1,
            order="id desc",
        )

    # === What is done === #

    def _handle_keyword(self):
        """Stop and start at once: the proof is the message itself."""
        if not self.keyword:
            return False
        self.env["loyalty.sms.consent"].create(
            {
                "number": self.sender,
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "kind": "out" if self.keyword == "stop" else "in",
                "source": "inbound",
                "proof": self.body,
                "event_id": self.id,
                "happened_at": self.happened_at,
            }
        )
        self.handling = self.keyword
        if self.company_id.loyalty_sms_confirm_stop:
            self._reply(self._in_his_language()._confirmation())
        return True

    def _confirmation(self):
        company = self.company_id.display_name
        if self.keyword == "stop":
            return self.env._("%s: you get no more advertising by SMS from us. Send START to get it again.", company)
        return self.env._("%s: you get our messages again. Send STOP to end them.", company)

    def _handle_by_kind(self):
        """Hand the message to whom it is for, such as the club. What fails there does not lose the message."""
        try:
            with self.env.cr.savepoint():
                event = self._in_his_language().with_company(self.company_id)
                event = event.with_context(club_inbound_text=self.body)  # before it is folded
                kind, match = event.env["club.inbound.keyword.kind"]._find(fold(self.body))
                if kind is None:
                    return False
                text = kind._answer(event.partner_id, self.sender, match, event.company_id)
        except OperationalError:  # another process at work: the whole step is repeated
            raise
        except Exception:
            _logger.exception("The keyword of SMS event %s could not be answered", self.id)
            self.note = self.env._("The answer to this keyword failed, see the log.")
            return False
        self.handling = "keyword"
        if text:
            self._reply(text)
        return True

    def _in_his_language(self):
        lang = self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang
        return self.with_context(lang=lang)

    # === Threads === #

    def _post_on_threads(self):
        """The reply lands on the customer, on the record whose message he answers, and in its mailing's figures."""
        records = list(self.partner_id)
        if self.answers_id:
            tracker = self.env["sms.tracker"].search([("sms_uuid", "=", self.answers_id.uuid)], limit=1)
            message = tracker.mail_notification_id.mail_message_id
            records += self._thread(message.model, message.res_id)
            records += self._thread(tracker.mailing_trace_id.model, tracker.mailing_trace_id.res_id)
            if tracker.mailing_trace_id and self.keyword != "stop":
                tracker.mailing_trace_id.set_replied()
        for record in dict.fromkeys(records):
            record.message_post(
                body=self.body or "-",
                author_id=self.partner_id.id or self.env.ref("base.partner_root").id,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )

    def _thread(self, model, res_id):
        """:return: list with the record, when it has a thread of messages"""
        if not model or not res_id or model not in self.env or "message_ids" not in self.env[model]._fields:
            return []
        return list(self.env[model].browse(res_id).exists())

from collections import defaultdict
from contextlib import contextmanager

from odoo import fields, models
from odoo.tools import SQL

from ..tools.quiet import quiet_until, zone_of_number
from .loyalty_sms_message import URGENCY

WEEK = 7  # days
LOCK = 0x534D5357  # of the one process that looks at the weekly limits


class LoyaltySmsDispatcher(models.AbstractModel):
    """The one place where messages are stopped, whatever app they come from (S6, C3).

    All questions are asked of the database once for all messages of a batch.
    """

    _inherit = "loyalty.sms.dispatcher"

    def _apply_policy(self, messages):
        """Cancel what must not be sent and hold what must wait.

        :param messages: claimed `loyalty.sms.message`
        :return: ``(those that may leave, the weekly limits that may yet hold some of them: see `_limits`)``
        """
        messages -= self._stop(messages)
        messages -= self._hold_quiet(messages.filtered(lambda message: message._may_wait()))
        return messages, self._limits(messages)

    def _limits(self, messages):
        """The weekly limits, with the messages that they may hold: plain values, to be looked at under the lock.

        :return: list of ``(company, messages in a week, ids)``
        """
        companies, ids = messages.company_id, defaultdict(list)
        caps = {(company, purpose): company._loyalty_sms_cap(purpose) for company in companies for purpose in URGENCY}
        if any(caps.values()):
            for message in messages.filtered(lambda message: message._may_wait()):
                ids[message.company_id, message.purpose].append(message.id)
        return [(key[0], caps[key], some) for key, some in ids.items() if caps[key]]

    def _objections(self, messages):
        """What speaks against messages, of those where something does.

        :return: ``{message id: (blacklisted, opted out, blocked)}``
        """
        self.env["loyalty.sms.consent"].flush_model()
        self.env["phone.blacklist"].flush_model()
        partners = self.env["res.partner"]
        partners.flush_model(["phone_sanitized", "customer_status_kind", "commercial_partner_id"])
        query = SQL(
            """SELECT * FROM (
                    SELECT m.id,
                           EXISTS (SELECT FROM phone_blacklist b WHERE b.number = m.number AND b.active) AS blacklisted,
                           (SELECT kind FROM loyalty_sms_consent c
                             WHERE c.number = m.number AND c.company_id = m.company_id
                          ORDER BY c.happened_at DESC, c.id DESC LIMIT 1) = 'out' AS opted_out,
                           CASE WHEN m.partner_id IS NULL
                                THEN EXISTS (SELECT FROM res_partner q WHERE q.phone_sanitized = m.number AND %s)
                                ELSE %s END AS blocked
                      FROM loyalty_sms_message m
                 LEFT JOIN res_partner p ON p.id = m.partner_id
                     WHERE m.id = ANY(%s)) known
                WHERE blacklisted OR opted_out OR blocked""",
            partners._blocked_sql("q"),
            partners._blocked_sql("p"),
            messages.ids,
        )
        return {row[0]: row[1:] for row in self.env.execute_query(query)}

    # === Never === #

    def _stop(self, messages):
        """Cancel what its receiver must not get, or does not want.

        :return: the cancelled messages
        """
        stopped = []
        for message_id, (blacklisted, opted_out, blocked) in self._objections(messages).items():
            message = messages.browse(message_id).with_prefetch(messages._prefetch_ids)
            if blocked:
                message._stop(self.env._("The customer is blocked."), "blocked")
            elif blacklisted and message._heeds_blacklist():
                message._stop(self.env._("The number is on the blacklist."), "blacklist")
            elif opted_out and message.purpose == "marketing":
                message._stop(self.env._("The customer has opted out."), "optout")
            else:
                continue
            stopped.append(message_id)
        return messages.browse(stopped)

    # === Not now === #

    def _hold_quiet(self, messages):
        """Hold advertising while it is night where the customer is."""
        now, held = fields.Datetime.now(), messages.browse()
        for company, group in (
            messages.filtered(lambda message: message.purpose == "marketing").grouped("company_id").items()
        ):
            hours = company.loyalty_sms_quiet_from, company.loyalty_sms_quiet_to
            if hours[0] == hours[1]:
                continue
            for zone, there in self._by_time_zone(company, group).items():
                if until := quiet_until(now, zone, *hours):
                    there._hold(until, "quiet", self.env._("Quiet hours"))
                    self._wake(until)
                    held |= there
        return held

    def _by_time_zone(self, company, messages):
        """:return: ``{time zone of the customer: messages}``"""
        partners = messages.partner_id
        partners.fetch(["tz"])
        default = self._default_zone(company)
        return messages.grouped(lambda message: message.partner_id.tz or zone_of_number(message.number) or default)

    def _default_zone(self, company):
        """:return: the time zone of customers of whom nothing tells it"""
        return company.partner_id.tz or company.resource_calendar_id.tz or "UTC"

    @contextmanager
    def _one_at_a_time(self):
        """Of all dispatchers on this database only one looks at the weekly limits, for the moment that it takes to ask
        the question and to store the answer, a twentieth of the time that the messages need.

        The lock belongs to the connection, not to the transaction: whoever has waited must not see the time before.
        """
        self.env.cr.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            self.env.cr.commit()  # pylint: disable=invalid-commit
            yield
        finally:
            self.env.cr.rollback()
            self.env.cr.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
            self.env.cr.commit()  # pylint: disable=invalid-commit

    def _hold_capped(self, limits):
        """Hold, or cancel, what is more than a customer shall get in a week, from all apps together.

        :param limits: as `_limits` gives them
        :return: the messages that may not leave now
        """
        held = self.env["loyalty.sms.message"]
        for company, cap, ids in limits:
            for message, until in self._over_cap(ids, cap).items():
                reason = self.env._("More than %s messages in a week", cap)
                if company.loyalty_sms_cap_action == "cancel":
                    message._stop(reason, "cap")
                else:
                    message._hold(until, "cap", reason)
                held |= message
        return held

    def _over_cap(self, ids, cap):
        """Those of a batch that are too many, and when the customer may get one more.

        What is claimed already counts too: only one dispatcher at a time looks at the limit (`_one_at_a_time`), so that
        two of them do not send one too many together. The past of each number is counted by itself, through the index
        of numbers: left to choose, PostgreSQL reads the whole outbox.

        :param ids: of messages of one company and purpose
        :return: ``{message: time}``
        """
        now = fields.Datetime.now()
        query = SQL(
            """SELECT m.id, past.times[%(cap)s]
                 FROM loyalty_sms_message m
           CROSS JOIN LATERAL (
                   SELECT array_agg(COALESCE(o.accepted_at, %(now)s) ORDER BY COALESCE(o.accepted_at, %(now)s) DESC)
                     FROM loyalty_sms_message o
                    WHERE o.number = m.number AND o.company_id = m.company_id AND o.purpose = m.purpose
                      AND o.id <> m.id AND o.is_answer IS NOT TRUE AND (
                          (o.state IN ('accepted', 'delivered') AND o.accepted_at > %(since)s)
                       OR (o.state IN ('submitting', 'unknown') AND o.queued_at > %(since)s)
                       OR (o.state = 'claimed' AND (o.id < m.id OR NOT o.id = ANY(%(ids)s))))) past(times)
                WHERE m.id = ANY(%(ids)s) AND cardinality(past.times) >= %(cap)s""",
            now=now,
            since=fields.Datetime.subtract(now, days=WEEK),
            cap=cap,
            ids=ids,
        )
        messages = self.env["loyalty.sms.message"]
        messages.flush_model()
        return {
            messages.browse(message_id): fields.Datetime.add(last, days=WEEK)
            for message_id, last in self.env.execute_query(query)
        }


class LoyaltySmsMessage(models.Model):
    """Waiting and being stopped, seen from a message."""

    _inherit = "loyalty.sms.message"

    hold_kind = fields.Selection(
        [
            ("quiet", "Quiet hours"),
            ("cap", "Weekly limit"),
            ("optout", "Opted out"),
            ("blacklist", "Number on the blacklist"),
            ("blocked", "Blocked customer"),
        ],
        "Held or Stopped Because Of",
        readonly=True,
    )
    is_released = fields.Boolean(readonly=True)  # a person has decided that it does not wait

    def _may_wait(self):
        """:return: whether quiet hours and weekly limits concern this message"""
        return not self.is_answer and not self.is_released

    def _heeds_blacklist(self):
        """:return: whether the blacklist stops this message; codes are asked for by the customer himself"""
        return self.purpose == "marketing" or (
            self.purpose == "service" and not self.company_id.loyalty_sms_service_to_blacklisted
        )

    def _hold(self, until, kind, reason):
        """Keep messages for later. The time after which they are too old begins when they may leave.

        :param datetime until: when they are looked at again
        :param str kind: of `hold_kind`
        """
        self.write(
            {
                "state": "held",
                "send_after": until,
                "queued_at": until,
                "hold_kind": kind,
                "reason": reason,
                "claimed_by": False,
                "lease_until": False,
            }
        )

    def _look_again(self, companies):
        """Quiet hours or limits have changed: what they held goes back into the queue, where they are asked anew.

        :param companies: whose messages
        """
        now = fields.Datetime.now()
        query = """UPDATE loyalty_sms_message SET state = 'queued', send_after = NULL, queued_at = %s
                    WHERE stage = 'waiting' AND state = 'held' AND hold_kind IN ('quiet', 'cap')
                      AND company_id = ANY(%s)
                RETURNING id"""
        self._lock_quietly(SQL(query, now, companies.ids))
        self.env["loyalty.sms.dispatcher"]._wake()

    def _stop(self, reason, kind):
        """Never send these messages.

        :param str kind: of `hold_kind`
        """
        self._finish("canceled", reason, kind, hold_kind=kind)

    def action_release(self):
        """Send held messages now, although it is night or the customer has got many. Opt-outs still count."""
        messages = self._decide(("held",))
        messages.is_released = True
        messages._requeue(fresh_round=True)
        return True

from collections import Counter
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime

from odoo.addons.crm_segments.tools.phone import is_mobile

from ..tools.quiet import quiet_until, zone_of_number
from .loyalty_sms_policy import WEEK

CHECKED = 2000  # receivers up to which each number is looked at: whether it is a landline


class Audience(NamedTuple):
    """Who was chosen to get a message.

    :ivar receivers: list of ``(number as E.164, id of the contact or None)``
    :ivar dict lost: ``{reason: how many}`` of those without such a number, or who are left out for other reasons
    :ivar bool heeds_blacklist: whether the blacklist stops it
    """

    purpose: str
    receivers: list
    lost: dict
    heeds_blacklist: bool


class LoyaltySmsForecastMixin(models.AbstractModel):
    """Of a form in which messages are written: who will get one, who none, who a later one, and why (S6, S7)."""

    _name = "loyalty.sms.forecast.mixin"
    _description = "Forecast of SMS"

    loyalty_sms_forecast = fields.Text(compute="_compute_loyalty_sms_forecast")
    loyalty_sms_getting = fields.Integer("Who Get It", compute="_compute_loyalty_sms_forecast")

    def _compute_loyalty_sms_forecast(self):
        for record in self:
            audience = record._loyalty_sms_audience() if self.env.company._loyalty_sms_is_on() else None
            forecast, getting = record._loyalty_sms_foretell(audience) if audience else (False, 0)
            record.loyalty_sms_forecast, record.loyalty_sms_getting = forecast, getting

    def _loyalty_sms_audience(self):
        """:return: the `Audience`, or None when there is nothing to tell"""
        raise NotImplementedError

    def _loyalty_sms_receivers(self, records, field=None):
        """The numbers that Odoo would take, read at once where they are stored.

        :param str field: the field that holds the number, where it is not the usual one
        :return: list of ``(number, id of the contact or None)``, the number empty where there is none
        """
        stored = records.browse()
        if isinstance(records, self.pool["mail.thread.phone"]) and field in (None, False, "phone"):
            records.fetch(["phone_sanitized"])
            stored = records if records._name == "res.partner" else records.filtered("phone_sanitized")
        known = (records - stored)._sms_get_recipients_info(force_field=field) if records - stored else {}
        receivers = [(info["sanitized"], info["partner"].id or None) for info in known.values()]
        has_partner = "partner_id" in records._fields
        for record in stored:
            partner = record if record._name == "res.partner" else record.partner_id if has_partner else None
            receivers.append((record.phone_sanitized, partner.id if partner else None))
        return receivers

    def _loyalty_sms_once(self, receivers):
        """:return: ``(receivers with each number once, how many were left out)``"""
        once = {number or place: (number, partner) for place, (number, partner) in enumerate(receivers)}
        return list(once.values()), len(receivers) - len(once)

    def _loyalty_sms_foretell(self, audience):
        """:return: ``(lines for whoever writes the message or False when all get it at once, how many get it)``"""
        company, lost = self.env.company, Counter(audience.lost)
        receivers = [receiver for receiver in audience.receivers if receiver[0]]
        lost["number"] += len(audience.receivers) - len(receivers)
        # sudo: only counts leave, of contacts that were read in the name of the user
        dispatcher = self.env["loyalty.sms.dispatcher"].sudo()
        counts, until = dispatcher._forecast(company, audience.purpose, receivers, audience.heeds_blacklist)
        later = {"quiet", "cap"} if company.loyalty_sms_cap_action == "hold" else {"quiet"}
        held = {reason: count for reason, count in counts.items() if reason in later}
        never = +(lost + Counter({reason: count for reason, count in counts.items() if reason not in later}))
        getting = len(audience.receivers) + sum(audience.lost.values()) - sum(never.values())
        return self._loyalty_sms_describe(getting, held, never, until), getting

    def _loyalty_sms_describe(self, getting, held, never, until):
        lines = [
            self._loyalty_sms_line(self.env._("Get no message"), never),
            self._loyalty_sms_line(self.env._("Get it later"), held),
        ]
        if until:
            at = format_datetime(self.env, until, dt_format="short")
            lines.append(self.env._("It is quiet now: it leaves after %s.", at))
        now = getting - sum(held.values())
        if any(lines) and now:
            lines.insert(0, self.env._("Get it now (%s)", now))
        return "\n".join(filter(None, lines)) or False

    def _loyalty_sms_line(self, title, counts):
        labels = dict(self.env["loyalty.sms.message"]._fields["hold_kind"]._description_selection(self.env))
        labels |= {
            "landline": self.env._("Landline"),
            "number": self.env._("No valid number"),
            "double": self.env._("The same number twice"),
        }
        reasons = " | ".join(f"{labels[reason]}: {counts[reason]}" for reason in sorted(counts))
        return f"{title} ({sum(counts.values())}): {reasons}" if counts else ""


class LoyaltySmsDispatcher(models.AbstractModel):
    """What `_apply_policy` will do, told before a message is written."""

    _inherit = "loyalty.sms.dispatcher"

    @api.model
    def _forecast(self, company, purpose, receivers, heeds_blacklist):
        """Who would get no message, or a later one.

        :param company: `res.company` whose gateways carry it
        :param str purpose: ``"service"`` or ``"marketing"``
        :param receivers: list of ``(number as E.164, id of the contact or None)``
        :param bool heeds_blacklist: whether the blacklist stops it
        :return: ``({reason: how many}, until)``; the reasons are those of `hold_kind` and ``"landline"``, and until is
            when the last quiet hours end, None when they keep nobody waiting
        """
        counts, mobiles = Counter(), receivers
        if len(receivers) <= CHECKED:
            mobiles = [receiver for receiver in receivers if is_mobile(receiver[0])]
            counts["landline"] = len(receivers) - len(mobiles)
        until = None
        for reason, tz, number, count in self._forecast_groups(company, purpose, mobiles, heeds_blacklist):
            ends = self._quiet_end(company, tz or zone_of_number(number)) if purpose == "marketing" else None
            if ends and reason in (None, "cap"):
                reason, until = "quiet", max(until or ends, ends)
            if reason:
                counts[reason] += count
        return dict(+counts), until

    def _quiet_end(self, company, zone):
        """:return: when quiet hours end in a time zone (empty: that of the company), None when it is not quiet"""
        hours = company.loyalty_sms_quiet_from, company.loyalty_sms_quiet_to
        return quiet_until(fields.Datetime.now(), zone or self._default_zone(company), *hours)

    def _forecast_groups(self, company, purpose, receivers, heeds_blacklist):
        """:return: rows ``(reason or None, time zone of the contact, an example of their numbers, how many)``, each
        receiver by the first reason that applies"""
        self.env.flush_all()
        partners = self.env["res.partner"]
        query = SQL(
            """SELECT reason, tz, min(number), count(*) FROM (
                    SELECT r.number, p.tz, CASE
                           WHEN CASE WHEN r.partner_id IS NULL
                                THEN EXISTS (SELECT FROM res_partner q WHERE q.phone_sanitized = r.number AND %(known)s)
                                ELSE %(blocked)s END THEN 'blocked'
                           WHEN %(heeds)s AND EXISTS (
                                SELECT FROM phone_blacklist b WHERE b.number = r.number AND b.active) THEN 'blacklist'
                           WHEN %(marketing)s AND (
                                SELECT kind FROM loyalty_sms_consent c
                                 WHERE c.number = r.number AND c.company_id = %(company)s
                              ORDER BY c.happened_at DESC, c.id DESC LIMIT 1) = 'out' THEN 'optout'
                           WHEN %(cap)s > 0 AND (
                                SELECT count(*) FROM loyalty_sms_message o
                                 WHERE o.number = r.number AND o.company_id = %(company)s AND o.purpose = %(purpose)s
                                   AND o.is_answer IS NOT TRUE AND o.state IN ('accepted', 'delivered')
                                   AND o.accepted_at > %(since)s) >= %(cap)s THEN 'cap'
                           END AS reason
                      FROM unnest(%(numbers)s::text[], %(partners)s::int[]) AS r(number, partner_id)
                 LEFT JOIN res_partner p ON p.id = r.partner_id) told
             GROUP BY reason, tz, left(number, 5)""",
            known=partners._blocked_sql("q"),
            blocked=partners._blocked_sql("p"),
            heeds=heeds_blacklist,
            marketing=purpose == "marketing",
            purpose=purpose,
            company=company.id,
            cap=company._loyalty_sms_cap(purpose),
            since=fields.Datetime.subtract(fields.Datetime.now(), days=WEEK),
            numbers=[number for number, _partner in receivers],
            partners=[partner for _number, partner in receivers],
        )
        return self.env.execute_query(query)

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.phone import is_mobile

from ..tools.quiet import quiet_until
from .loyalty_sms_policy import WEEK

CHECKED = 2000  # receivers up to which each number is looked at: whether it is a landline


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
            when quiet hours end, None when it is not quiet or does not matter
        """
        counts, mobiles = {}, receivers
        if len(receivers) <= CHECKED:
            mobiles = [receiver for receiver in receivers if is_mobile(receiver[0])]
            counts["landline"] = len(receivers) - len(mobiles)
        counts.update(self._forecast_counts(company, purpose, mobiles, heeds_blacklist))
        until = None
        if purpose == "marketing":
            zone = company.partner_id.tz or company.resource_calendar_id.tz or "UTC"
            hours = company.loyalty_sms_quiet_from, company.loyalty_sms_quiet_to
            until = quiet_until(fields.Datetime.now(), zone, *hours)
        return {reason: count for reason, count in counts.items() if count}, until

    def _forecast_counts(self, company, purpose, receivers, heeds_blacklist):
        """:return: ``{reason: how many}``, each receiver by the first reason that applies"""
        self.env.flush_all()
        query = SQL(
            """SELECT reason, count(*) FROM (
                    SELECT CASE
                           WHEN %(blocked)s THEN 'blocked'
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
                 LEFT JOIN res_partner p ON p.id = r.partner_id) known
                WHERE reason IS NOT NULL
             GROUP BY reason ORDER BY reason""",
            blocked=self.env["res.partner"]._blocked_sql("p"),
            heeds=heeds_blacklist,
            marketing=purpose == "marketing",
            purpose=purpose,
            company=company.id,
            cap=company._loyalty_sms_cap(purpose),
            since=fields.Datetime.subtract(fields.Datetime.now(), days=WEEK),
            numbers=[number for number, _partner in receivers],
            partners=[partner for _number, partner in receivers],
        )
        return dict(self.env.execute_query(query))

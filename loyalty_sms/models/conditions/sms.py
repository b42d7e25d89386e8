from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionSms(models.AbstractModel):
    """How customers take our messages: got them, opened their links, answered, do not want them."""

    _name = "club.segment.condition.sms"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: SMS"

    _label = _lt("SMS")
    _sequence = 70
    _triggers = frozenset({"sms"})  # what lies longer back than the days is compared in the night

    def _params(self):
        return [
            {
                "name": "did",
                "type": "selection",
                "label": self.env._("the customer"),
                "options": [
                    ["delivered", self.env._("got a message")],
                    ["clicked", self.env._("opened a link of a message")],
                    ["answered", self.env._("answered by SMS")],
                    ["failed", self.env._("could not be reached")],
                    ["opted_out", self.env._("wants no advertising")],
                ],
                "default": "delivered",
            },
            {
                "name": "days",
                "type": "integer",
                "label": self.env._("in the last"),
                "default": 0,
                "suffix": self.env._("days (0: ever)"),
                "show_if": {"did": ["delivered", "clicked", "answered", "failed"]},
            },
            {
                "name": "at_least",
                "type": "integer",
                "label": self.env._("at least"),
                "default": 1,
                "suffix": self.env._("times"),
                "show_if": {"did": ["delivered", "clicked", "answered", "failed"]},
            },
        ]

    def _domain(self, params):
        for model in ("loyalty.sms.message", "loyalty.sms.event", "loyalty.sms.consent"):
            self.env[model].check_access("read")
            self.env[model].flush_model()
        return self._in_query(getattr(self, f"_sql_{params['did']}")(params))

    def _often(self, params, source, moment):
        """The customers of a source who are in it often enough.

        :param SQL source: what stands after FROM, with WHERE; its customer is `m.partner_id`
        :param SQL moment: when it happened
        """
        since = SQL()
        if params.get("days"):
            since = SQL("AND %s >= %s", moment, fields.Datetime.now() - timedelta(days=params["days"]))
        return SQL(
            "SELECT m.partner_id FROM %s %s AND m.partner_id IS NOT NULL GROUP BY m.partner_id HAVING count(*) >= %s",
            source,
            since,
            max(params.get("at_least") or 1, 1),
        )

    def _sql_delivered(self, params):
        source = SQL("loyalty_sms_message m WHERE m.state = 'delivered' AND m.company_id = %s", self.env.company.id)
        return self._often(params, source, SQL("m.delivered_at"))

    def _sql_failed(self, params):
        source = SQL("loyalty_sms_message m WHERE m.state = 'failed' AND m.company_id = %s", self.env.company.id)
        return self._often(params, source, SQL("m.queued_at"))

    def _sql_clicked(self, params):
        clicks = self.env["loyalty.sms.message"]._clicks_sql()
        source = SQL("(%s) m WHERE m.company_id = %s", clicks, self.env.company.id)
        return self._often(params, source, SQL("m.clicked_at"))

    def _sql_answered(self, params):
        source = SQL(
            """loyalty_sms_event m
              WHERE m.kind = 'inbound' AND m.state = 'done' AND m.keyword IS NULL AND m.company_id = %s""",
            self.env.company.id,
        )
        return self._often(params, source, SQL("m.create_date"))

    def _sql_opted_out(self, _params):
        return SQL(
            """SELECT p.id FROM res_partner p
                WHERE EXISTS (SELECT FROM phone_blacklist b WHERE b.number = p.phone_sanitized AND b.active)
                   OR (SELECT c.kind FROM loyalty_sms_consent c
                        WHERE c.number = p.phone_sanitized AND c.company_id = %s
                     ORDER BY c.happened_at DESC, c.id DESC LIMIT 1) = 'out'""",
            self.env.company.id,
        )

    def _explain(self, params):
        if params["did"] == "opted_out":
            return self.env._("Wants no advertising by SMS")
        said = {
            "delivered": self.env._("Got messages"),
            "clicked": self.env._("Opened links of messages"),
            "answered": self.env._("Answered by SMS"),
            "failed": self.env._("Could not be reached by SMS"),
        }[params["did"]]
        if (params.get("at_least") or 1) > 1:
            said = self.env._("%(what)s, %(times)s times or more", what=said, times=params["at_least"])
        if params.get("days"):
            said = self.env._("%(what)s, in the last %(days)s days", what=said, days=params["days"])
        return said

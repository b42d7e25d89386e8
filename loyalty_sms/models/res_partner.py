from odoo import fields, models
from odoo.tools import SQL

USERS = "crm_segments.crm_segments_group_user"  # of the customer club


class ResPartner(models.Model):
    """What a customer gets by SMS, and how he takes it."""

    _inherit = "res.partner"

    loyalty_sms_count = fields.Integer("SMS Messages", compute="_compute_loyalty_sms", groups=USERS)
    loyalty_sms_delivered = fields.Integer("Delivered", compute="_compute_loyalty_sms", groups=USERS)
    loyalty_sms_clicked = fields.Integer("Links Opened", compute="_compute_loyalty_sms", groups=USERS)
    loyalty_sms_answered = fields.Integer("Replies", compute="_compute_loyalty_sms", groups=USERS)
    loyalty_sms_wanted = fields.Boolean("Wants Advertising by SMS", compute="_compute_loyalty_sms_wanted", groups=USERS)
    loyalty_sms_cost = fields.Float("Cost", compute="_compute_loyalty_sms", groups=USERS)
    loyalty_sms_currency_id = fields.Many2one("res.currency", compute="_compute_loyalty_sms", groups=USERS)
    loyalty_sms_waiting = fields.Integer("Held", compute="_compute_loyalty_sms", groups=USERS)
    loyalty_sms_message_ids = fields.One2many("loyalty.sms.message", "partner_id", "SMS", groups=USERS)
    loyalty_sms_reply_ids = fields.One2many(
        "loyalty.sms.event",
        "partner_id",
        "SMS Replies",
        domain=[("kind", "=", "inbound")],
        groups=USERS,
    )
    loyalty_sms_consent_ids = fields.One2many("loyalty.sms.consent", "partner_id", "Consents", groups=USERS)

    def _compute_loyalty_sms(self):
        """All figures of all customers at once."""
        messages = self.env["loyalty.sms.message"]
        events = self.env["loyalty.sms.event"]
        domain = [("partner_id", "in", self.ids)]
        counts = dict(messages._read_group(domain, ["partner_id"], ["__count"]))
        delivered = dict(messages._read_group([*domain, ("state", "=", "delivered")], ["partner_id"], ["__count"]))
        answered = dict(
            events._read_group([*domain, ("kind", "=", "inbound"), ("state", "=", "done")], ["partner_id"], ["__count"])
        )
        held = dict(messages._read_group([*domain, ("state", "=", "held")], ["partner_id"], ["__count"]))
        costs = dict(messages._read_group(domain, ["partner_id"], ["cost:sum"]))
        clicked = self._loyalty_sms_clicks()
        for partner in self:
            partner.loyalty_sms_count = counts.get(partner, 0)
            partner.loyalty_sms_delivered = delivered.get(partner, 0)
            partner.loyalty_sms_answered = answered.get(partner, 0)
            partner.loyalty_sms_clicked = clicked.get(partner.id, 0)
            partner.loyalty_sms_waiting = held.get(partner, 0)
            partner.loyalty_sms_cost = costs.get(partner, 0.0)
            partner.loyalty_sms_currency_id = self.env.company.currency_id

    def _loyalty_sms_clicks(self):
        """:return: ``{partner id: messages of which he opened a link}``"""
        if not self.ids:
            return {}
        query = SQL(
            """SELECT partner_id, count(*) FROM (%s) AS click
                WHERE partner_id = ANY(%s) AND company_id = ANY(%s) GROUP BY partner_id""",
            self.env["loyalty.sms.message"]._clicks_sql(),
            self.ids,
            self.env.companies.ids,
        )
        return dict(self.env.execute_query(query))

    def _compute_loyalty_sms_wanted(self):
        for partner in self:
            partner.loyalty_sms_wanted = bool(partner._advertising_channels()["sms"])

    def _loyalty_sms_action(self, name, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"loyalty_sms.{name}")
        return {**action, "domain": domain, "context": {}}

    def action_open_loyalty_sms(self):
        """Open the messages that this customer got."""
        return self._loyalty_sms_action("loyalty_sms_message_action", [("partner_id", "=", self.id)])

    def action_open_loyalty_sms_held(self):
        """Open the messages of this customer that wait, and why."""
        return self._loyalty_sms_action(
            "loyalty_sms_held_action", [("partner_id", "=", self.id), ("state", "=", "held")]
        )

    def action_open_loyalty_sms_replies(self):
        """Open what this customer wrote."""
        domain = [("partner_id", "=", self.id), ("kind", "=", "inbound")]
        return self._loyalty_sms_action("loyalty_sms_event_action", domain)

    def action_open_loyalty_sms_consents(self):
        """Open when and how this customer opted in or out."""
        domain = ["|", ("partner_id", "=", self.id), ("number", "=", self.phone_sanitized or "-")]
        return self._loyalty_sms_action("loyalty_sms_consent_action", domain)

from odoo import fields, models
from odoo.tools import SQL


class LoyaltySmsGateway(models.Model):
    """What a gateway has done, for its cards and lists."""

    _inherit = "loyalty.sms.gateway"

    message_count = fields.Integer(compute="_compute_figures", string="SMS Messages")
    today_count = fields.Integer(compute="_compute_figures", string="Today")
    unknown_count = fields.Integer(compute="_compute_figures", string="Unknown")
    delivered_share = fields.Float(
        compute="_compute_figures",
        string="Delivered",
        help="Of the messages of the last seven days whose fate is known.",
    )

    def _compute_figures(self):
        """One statement for all."""
        self.env["loyalty.sms.message"].flush_model()
        today = fields.Datetime.now().replace(hour=0, minute=0, second=0)
        query = SQL(
            """SELECT gateway_id, count(*), count(*) FILTER (WHERE queued_at >= %(today)s),
                      count(*) FILTER (WHERE state = 'unknown'),
                      count(*) FILTER (WHERE state = 'delivered' AND queued_at >= %(week)s),
                      count(*) FILTER (WHERE state IN ('delivered', 'failed') AND queued_at >= %(week)s)
                 FROM loyalty_sms_message
                WHERE gateway_id = ANY(%(ids)s)
             GROUP BY gateway_id""",
            today=today,
            week=fields.Datetime.subtract(today, days=7),
            ids=self.ids,
        )
        figures = {row[0]: row[1:] for row in self.env.execute_query(query)} if self.ids else {}
        for gateway in self:
            count, now, unknown, delivered, settled = figures.get(gateway.id, (0, 0, 0, 0, 0))
            gateway.message_count, gateway.today_count, gateway.unknown_count = count, now, unknown
            gateway.delivered_share = delivered / settled if settled else 0.0

    def action_open_messages(self):
        """Open the messages that went through this gateway."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_sms.loyalty_sms_message_action")
        return {**action, "domain": [("gateway_id", "=", self.id)], "context": {}}

    def action_open_unknown(self):
        """Open the messages of unknown fate of this gateway."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_sms.loyalty_sms_message_unknown_action")
        return {**action, "domain": [("gateway_id", "=", self.id), ("state", "=", "unknown")], "context": {}}

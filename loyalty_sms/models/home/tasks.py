from odoo import models

MANAGER = "crm_segments.crm_segments_group_manager"


class HomeTasks(models.AbstractModel):
    _inherit = "club.home.block.tasks"

    def _tasks(self):
        replies, unknown = [("kind", "=", "inbound"), ("is_open", "=", True)], [("state", "=", "unknown")]
        tasks = [
            *super()._tasks(),
            self._records(self.env._("SMS replies to answer"), "loyalty.sms.event", replies, icon="fa-reply"),
        ]
        if self.env.user.has_group(MANAGER):
            ill = [("health", "!=", "ready")]
            tasks += [
                self._unknown(unknown),
                self._records(
                    self.env._("SMS gateways that need a look"),
                    "loyalty.sms.gateway",
                    ill,
                    icon="fa-plug",
                    tone="danger",
                ),
            ]
        return tasks

    def _unknown(self, domain):
        """In the inbox with the evidence, not in a plain list."""
        return self._item(
            self.env._("Messages whose outcome is unknown"),
            self.env["loyalty.sms.message"].search_count(domain),
            icon="fa-question",
            tone="warning",
            action="loyalty_sms.loyalty_sms_message_unknown_action",
        )

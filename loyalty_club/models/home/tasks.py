from odoo import models


class HomeTasks(models.AbstractModel):
    _inherit = "club.home.block.tasks"

    def _tasks(self):
        pending = [("state", "=", "pending")]
        erasure = [("erasure_requested_on", "!=", False)]
        return [
            *super()._tasks(),
            self._members(self.env._("Members to approve"), pending, icon="fa-id-card-o", tone="warning"),
            self._members(self.env._("Members who ask for erasure"), erasure, icon="fa-eraser", tone="danger"),
        ]

    def _members(self, label, domain, **more):
        return self._records(label, "loyalty.club.member", domain, **more)

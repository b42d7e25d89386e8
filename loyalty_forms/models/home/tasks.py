from odoo import models


class HomeTasks(models.AbstractModel):
    _inherit = "club.home.block.tasks"

    def _tasks(self):
        new, overdue, spam = [("state", "=", "new")], [("is_overdue", "=", True)], [("state", "=", "spam")]
        return [
            *super()._tasks(),
            self._entries(self.env._("New entries of forms"), new, icon="fa-inbox"),
            self._entries(
                self.env._("Entries whose time to answer is over"), overdue, icon="fa-clock-o", tone="danger"
            ),
            self._entries(self.env._("Entries taken for spam"), spam, icon="fa-trash-o"),
        ]

    def _entries(self, label, domain, **more):
        return self._records(label, "loyalty.form.entry", domain, **more)

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

MANAGER = "crm_segments.crm_segments_group_manager"


class HomeTasks(models.AbstractModel):
    """What waits for somebody to do it. Extend `_tasks` with what your add-on leaves to people."""

    _name = "club.home.block.tasks"
    _inherit = ["club.home.block.kind"]
    _description = "Home Block: To Do"

    _label = _lt("To Do")
    _sequence = 20
    _show = "rows"

    def _read(self):
        return {
            "items": [task for task in self._tasks() if not task["is_zero"]],
            "empty": self.env._("Nothing waits for you."),
        }

    def _tasks(self):
        """:return: list of items (`_item`) whose value is how many there are; those without any are left out"""
        customers = Domain("is_customer_club", "=", True)
        domains = {
            "flagged": customers & Domain("ip_flag", "!=", False),
            "birthdays": customers & self.env["club.segment.condition.birthday"]._domain({"when": "days", "days": 1}),
        }
        count = self._count(domains)
        tasks = [
            self._activities(),
            self._customers(self.env._("Birthday today or tomorrow"), "birthdays", domains, count, icon="fa-gift"),
        ]
        if self.env.user.has_group(MANAGER):
            flagged = self.env._("Flagged addresses")
            tasks = [
                self._approvals(),
                self._customers(flagged, "flagged", domains, count, icon="fa-flag", tone="warning"),
                *tasks,
                self._imports(),
                self._segments(),
            ]
        return tasks

    def _customers(self, label, name, domains, count, **more):
        return self._item(label, count[name], action=self._open_customers(label, domains[name]), **more)

    def _approvals(self):
        waiting = self.env["res.partner"].search_count([("approval_requested_on", "!=", False)])
        return self._item(
            self.env._("Customers to approve"),
            waiting,
            icon="fa-check-square-o",
            tone="warning",
            action="crm_segments.res_partner_action_waiting",
        )

    def _activities(self):
        """The activities of the user on customers that are due."""
        label = self.env._("My activities with customers")
        domain = [
            ("res_model", "=", "res.partner"),
            ("user_id", "=", self.env.uid),
            ("date_deadline", "<=", fields.Date.context_today(self)),
        ]
        due = self.env["mail.activity"].search(domain)
        action = self._open_customers(label, [("id", "in", due.mapped("res_id"))])
        return self._item(label, len(due), icon="fa-clock-o", tone="danger", action=action)

    def _imports(self):
        domain = [("state", "in", ("draft", "review", "paused"))]
        return self._records(self.env._("Imports to look at"), "club.import", domain, icon="fa-upload")

    def _segments(self):
        domain = [("error", "!=", False)]
        label = self.env._("Segments that need mending")
        return self._records(label, "club.segment", domain, icon="fa-chain-broken", tone="danger")

    def _records(self, label, model, domain, **more):
        """How many records of a model wait, and the list of them."""
        action = {
            "type": "ir.actions.act_window",
            "name": label,
            "res_model": model,
            "views": [[False, "list"], [False, "form"]],
            "domain": domain,
        }
        return self._item(label, self.env[model].search_count(domain), action=action, **more)

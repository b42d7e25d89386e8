from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate, formatLang

_lt = LazyTranslate(__name__)

CUSTOMER = Domain("is_customer_club", "=", True)


class HomeCustomers(models.AbstractModel):
    """How many customers there are, come, wait, and are about to be lost."""

    _name = "club.home.block.customers"
    _inherit = ["club.home.block.kind"]
    _description = "Home Block: Customers"

    _label = _lt("Customers")
    _sequence = 10
    _width = "full"

    def _read(self):
        domains = self._domains()
        count = self._count(domains)
        return {
            "items": [
                self._figure(self.env._("Customers"), "all", domains, count),
                self._newcomers(self.env._("New in 7 days"), "week", domains, count),
                self._newcomers(self.env._("New in 30 days"), "month", domains, count),
                self._figure(self.env._("Waiting for approval"), "waiting", domains, count, tone="warning"),
                self._figure(
                    self.env._("At risk"),
                    "at_risk",
                    domains,
                    count,
                    tone="danger",
                    note=count["at_risk_new"]
                    and self.env._("%s of them in 7 days", self._number(count["at_risk_new"])),
                ),
                self._figure(self.env._("Blocked"), "blocked", domains, count),
            ]
        }

    def _domains(self):
        now = fields.Datetime.now()

        def added(first, last=0):
            domain = CUSTOMER & Domain("date_added", ">=", now - timedelta(days=first))
            return domain & Domain("date_added", "<", now - timedelta(days=last)) if last else domain

        at_risk = CUSTOMER & Domain("lifecycle_stage", "=", "at_risk")
        return {
            "all": CUSTOMER,
            "week": added(7),
            "week_before": added(14, 7),
            "month": added(30),
            "month_before": added(60, 30),
            "waiting": Domain("approval_requested_on", "!=", False),
            "at_risk": at_risk,
            "at_risk_new": at_risk & Domain("lifecycle_on", ">=", now - timedelta(days=7)),
            "blocked": CUSTOMER & Domain("customer_status_kind", "=", "blocked"),
        }

    def _figure(self, label, name, domains, count, tone="", **more):
        action = self._open_customers(label, domains[name])
        return self._item(label, count[name], action=action, tone=tone if count[name] else "", **more)

    def _newcomers(self, label, name, domains, count):
        """With the change against the days before; from nothing there is no per cent."""
        before, now = count[f"{name}_before"], count[name]
        more = {}
        if before:
            change = round(100 * (now - before) / before)
            sign = "+" if change > 0 else ""
            more["note"] = self.env._(
                "%(change)s against the days before (%(count)s)",
                change=f"\u2066{sign}{self._number(change)}%\u2069",
                count=self._number(before),
            )
            more["trend"] = "up" if change > 0 else "down" if change < 0 else ""
        return self._figure(label, name, domains, count, **more)

    def _number(self, value):
        return formatLang(self.env, value, digits=0)

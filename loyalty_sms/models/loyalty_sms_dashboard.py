from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, formatLang

GONE = ("accepted", "delivered", "failed", "unknown")
PERIODS = (7, 30, 90)


class LoyaltySmsDashboard(models.AbstractModel):
    """The figures of the SMS dashboard (S11). Each brings the domain of the records that it counts."""

    _name = "loyalty.sms.dashboard"
    _description = "SMS Dashboard"

    @api.model
    def get_dashboard(self, days=30):
        """All that the dashboard shows.

        :param int days: how far it looks back: 7, 30 or 90
        :return: dict with ``periods``, ``days``, ``now`` and ``period`` (figures), ``series`` (by day), ``gateways``,
            and the ``currency`` of costs
        """
        if not self.env.user.has_group("crm_segments.crm_segments_group_user"):
            raise AccessError(self.env._("The dashboard is for users of the customer club."))
        days = days if days in PERIODS else 30
        zone = pytz.timezone(self.env.user.tz or "UTC")
        first = datetime.now(zone).date() - timedelta(days=days - 1)
        since = zone.localize(datetime.combine(first, time())).astimezone(pytz.utc).replace(tzinfo=None)
        recent = [("queued_at", ">=", fields.Datetime.to_string(since)), ("company_id", "in", self.env.companies.ids)]
        return {
            "periods": PERIODS,
            "days": days,
            "now": self._figures_now(),
            "period": self._figures_of(recent, since),
            "series": self._series(recent, first, days),
            "gateways": self._gateways(recent),
            "currency": self.env.company.currency_id.id,
        }

    def _figure(self, name, label, domain, icon, color="", model="loyalty.sms.message", count=None, value=None):
        domain = [*domain, ("company_id", "in", self.env.companies.ids)]
        count = self.env[model].search_count(domain) if count is None else count
        return {
            "name": name,
            "label": label,
            "value": value or formatLang(self.env, count, digits=0),
            "is_zero": not count,
            "icon": icon,
            "color": color,
            "model": model,
            "domain": domain,
        }

    def _figures_now(self):
        queue = [("stage", "in", ["open", "waiting"]), ("state", "!=", "held")]
        held = [("stage", "=", "waiting"), ("state", "=", "held")]
        replies = [("kind", "=", "inbound"), ("is_open", "=", True)]
        return [
            self._figure("queue", self.env._("In the queue"), queue, "fa-inbox"),
            self._figure("held", self.env._("Held"), held, "fa-moon-o"),
            self._figure(
                "unknown", self.env._("Unknown outcome"), [("stage", "=", "unknown")], "fa-question", "warning"
            ),
            self._figure(
                "open", self.env._("Replies to answer"), replies, "fa-reply", "primary", model="loyalty.sms.event"
            ),
        ]

    def _figures_of(self, recent, since):
        sent = [*recent, ("state", "in", list(GONE))]
        inbound = [("kind", "=", "inbound"), ("state", "=", "done"), ("create_date", ">=", since)]
        out = [("kind", "=", "out"), ("happened_at", ">=", since)]
        groups = self.env["loyalty.sms.message"]._read_group(recent, ["state"], ["__count", "cost:sum"])
        counts = defaultdict(int, {state: count for state, count, _cost in groups})
        cost = sum(cost or 0 for state, _count, cost in groups if state in GONE)
        money = formatLang(self.env, cost, currency_obj=self.env.company.currency_id)

        def figure(name, label, state, icon, color=""):
            return self._figure(name, label, [*recent, ("state", "=", state)], icon, color, count=counts[state])

        return [
            self._figure(
                "sent", self.env._("Sent"), sent, "fa-paper-plane", count=sum(counts[state] for state in GONE)
            ),
            figure("delivered", self.env._("Delivered"), "delivered", "fa-check", "success"),
            figure("failed", self.env._("Failed"), "failed", "fa-times", "danger"),
            figure("stopped", self.env._("Not sent"), "canceled", "fa-ban"),
            self._figure("answered", self.env._("Replies"), inbound, "fa-comments-o", model="loyalty.sms.event"),
            self._figure("out", self.env._("Opted out"), out, "fa-sign-out", "warning", model="loyalty.sms.consent"),
            self._figure("cost", self.env._("Cost"), [*sent, ("cost", ">", 0)], "fa-money", count=cost, value=money),
        ]

    def _series(self, recent, first, days):
        """Messages of each day: what became of them, and through which gateway at which cost.

        :return: list of dicts with ``label``, ``title``, ``domain``, and as dicts ``outcome`` (messages by state),
            ``gateway`` (messages by id of the gateway) and ``cost`` (cost by id of the gateway)
        """
        counts = defaultdict(
            lambda: {"outcome": defaultdict(int), "gateway": defaultdict(int), "cost": defaultdict(float)}
        )
        domain = [*recent, ("state", "in", list(GONE))]
        messages = self.env["loyalty.sms.message"].with_context(tz=self.env.user.tz or "UTC")
        groups = messages._read_group(domain, ["queued_at:day", "state", "gateway_id"], ["__count", "cost:sum"])
        for moment, state, gateway, count, cost in groups:
            day = counts[moment.date()]
            day["outcome"][state] += count
            day["gateway"][gateway.id or 0] += count
            day["cost"][gateway.id or 0] += cost or 0
        return [self._day(first + timedelta(days=step), counts, domain) for step in range(days)]

    def _day(self, day, counts, domain):
        zone = pytz.timezone(self.env.user.tz or "UTC")
        start, end = (
            zone.localize(datetime.combine(day + timedelta(days=step), time())).astimezone(pytz.utc) for step in (0, 1)
        )
        return {
            "title": format_date(self.env, day),
            "label": format_date(self.env, day, date_format="d MMM"),
            **{name: dict(values) for name, values in counts[day].items()},
            "domain": [
                *domain,
                ("queued_at", ">=", fields.Datetime.to_string(start)),
                ("queued_at", "<", fields.Datetime.to_string(end)),
            ],
        }

    def _gateways(self, recent):
        """What went through each gateway, and how it does."""
        known = self.env["loyalty.sms.gateway"].search([("company_id", "in", self.env.companies.ids)])
        rows = {gateway: self._nothing() for gateway in known}
        domain = [*recent, ("state", "in", list(GONE)), ("gateway_id", "!=", False)]
        groups = self.env["loyalty.sms.message"]._read_group(domain, ["gateway_id", "state"], ["__count", "cost:sum"])
        for gateway, state, count, cost in groups:
            row = rows.setdefault(gateway, self._nothing())
            row[state] = count
            row["cost"] += cost or 0
        return [self._gateway(gateway, row, domain) for gateway, row in rows.items()]

    def _nothing(self):
        return {"cost": 0.0, **dict.fromkeys(GONE, 0)}

    def _gateway(self, gateway, row, domain):
        labels = dict(gateway._fields["health"]._description_selection(self.env))
        sent = sum(row[state] for state in GONE)
        return {
            "id": gateway.id,
            "name": gateway.display_name,
            "health": gateway.health,
            "health_label": labels.get(gateway.health, ""),
            "sent": formatLang(self.env, sent, digits=0),
            "rate": round(100 * row["delivered"] / sent) if sent else None,
            "failed": formatLang(self.env, row["failed"], digits=0),
            "unknown": formatLang(self.env, row["unknown"], digits=0),
            "cost": formatLang(self.env, row["cost"], currency_obj=gateway.company_id.currency_id),
            "credit": gateway.credit or "",
            "domain": [*domain, ("gateway_id", "=", gateway.id)],
        }


class LoyaltySmsMessage(models.Model):
    _inherit = "loyalty.sms.message"

    _dashboard_index = models.Index("(company_id, queued_at)")

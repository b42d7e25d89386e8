from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.crm_segments.tools.phone import is_mobile, normalise

from ..models.loyalty_sms_route import PURPOSES


class LoyaltySmsRouteTest(models.TransientModel):
    """Which gateway would take a message, and why. Nothing is sent."""

    _name = "loyalty.sms.route.test"
    _description = "SMS Route Test"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    number = fields.Char("Mobile Number", required=True, default=lambda self: self.env.user.partner_id.phone)
    purpose = fields.Selection(PURPOSES, required=True, default="service")
    explanation = fields.Html(compute="_compute_explanation")

    @api.depends("company_id", "number", "purpose")
    def _compute_explanation(self):
        for test in self:
            test.explanation = test._explain()

    def _explain(self):
        if not (self.number or "").strip():
            return False
        number = normalise(self.number or "", self.company_id.country_id.code or "IR")
        if not number or not is_mobile(number):
            return Markup("<p class='text-danger'>%s</p>") % self.env._("This is not a mobile number.")
        routes = self.env["loyalty.sms.route"]
        choice = routes._choice(self.company_id, self.purpose)(number)
        gateways = self.env["loyalty.sms.gateway"].browse(choice.gateways)
        route = routes.browse(choice.key)
        if not gateways:
            verdict = self.env._("No gateway takes this message: it waits until there is one.")
        elif first := next((gateway for gateway in gateways if not gateway._obstacle()), None):
            verdict = self.env._("“%s” takes this message.", first.name)
        else:
            verdict = self.env._("All of its gateways are out of order or paused: the message waits.")
        reason = (
            self.env._("By the route “%(route)s” (%(why)s).", route=route.name, why=route._describe())
            if route
            else self.env._("No route is for this message: the gateways are tried in the order of their list.")
        )
        rows = Markup().join(gateway._explain_row() for gateway in gateways)
        return Markup("<p class='fs-4 mb-1'>%s</p><p class='text-muted'><bdi>%s</bdi> · %s</p><ol>%s</ol>") % (
            verdict, number, reason, rows,
        )  # fmt: skip


class LoyaltySmsRoute(models.Model):
    _inherit = "loyalty.sms.route"

    def _describe(self):
        """:return: what the route is for, in words"""
        parts = [
            self.env._("numbers with %s", self.prefix) if self.prefix else "",
            self.country_id.name or "",
            dict(self._fields["purpose"]._description_selection(self.env)).get(self.purpose, ""),
            self.env._("cheapest first") if self.cheapest_first else "",
        ]
        return ", ".join(part for part in parts if part) or self.env._("all messages")


class LoyaltySmsGateway(models.Model):
    _inherit = "loyalty.sms.gateway"

    def _obstacle(self):
        """:return: why the gateway takes no messages now, or an empty text"""
        if self._kind() is None:
            return self.env._("its provider is no longer installed")
        if self.paused:
            return self.env._("paused")
        if self.health != "ready" and self.retry_at and self.retry_at > fields.Datetime.now():
            return self.env._("out of order: %s", self.problem or "")
        return ""

    def _explain_row(self):
        obstacle = self._obstacle()
        price = self.env._("%s per part", self.currency_id.format(self.price)) if self.price else ""
        return Markup("<li><i class='fa fa-fw %s'></i> <b>%s</b> <span class='text-muted'>%s %s</span></li>") % (
            "fa-times text-danger" if obstacle else "fa-check text-success",
            self.name,
            price,
            obstacle,
        )

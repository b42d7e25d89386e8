import re

import phonenumbers

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.routing import Route, choose_gateways

PURPOSES = [("marketing", "Marketing"), ("service", "Service"), ("code", "One-time code")]


class LoyaltySmsRoute(models.Model):
    """Which gateways carry which messages. Without routes, all of the company's gateways do, in their order."""

    _name = "loyalty.sms.route"
    _description = "SMS Route"
    _order = "sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    country_id = fields.Many2one("res.country", help="Country of the number. Empty: all.")
    prefix = fields.Char(help="How the number begins, such as +98912. Empty: all.")
    purpose = fields.Selection(PURPOSES, help="Empty: all.")
    cheapest_first = fields.Boolean(
        help="Gateways are tried by their price per part instead of in the order of the list."
    )
    line_ids = fields.One2many("loyalty.sms.route.line", "route_id", string="Gateways")

    gateway_names = fields.Char("Goes Through", compute="_compute_gateway_names")

    @api.depends("line_ids.gateway_id.name", "line_ids.sequence", "cheapest_first", "line_ids.gateway_id.price")
    def _compute_gateway_names(self):
        for route in self:
            gateways = route.line_ids.sorted("sequence").gateway_id
            gateways = gateways.sorted("price") if route.cheapest_first else gateways
            route.gateway_names = " › ".join(gateways.mapped("name"))

    @api.constrains("prefix")
    def _check_prefix(self):
        if any(route.prefix and not re.fullmatch(r"\+[0-9]{1,14}", route.prefix) for route in self):
            raise ValidationError(self.env._("A prefix is written as +98912."))

    @api.model
    def _choice(self, company, purpose):
        """Read the routes once, for many numbers.

        :param company: `res.company`
        :param str purpose: marketing, service or code
        :return: function of an E.164 number that gives the deciding `Route`
        """
        routes = [record._as_route() for record in self.search([("company_id", "=", company.id)])]
        default = tuple(self.env["loyalty.sms.gateway"].search([("company_id", "=", company.id)]).ids)
        by_country = any(route.country for route in routes)

        def choose(number):
            country = self._country_code(number) if by_country else ""
            return choose_gateways(routes, number, country, purpose, default)

        return choose

    @api.model
    def _chooser(self, company, purpose):
        """:return: function of an E.164 number that gives the `loyalty.sms.gateway` that may carry it, best first"""
        choose = self._choice(company, purpose)
        return lambda number: self.env["loyalty.sms.gateway"].browse(choose(number).gateways)

    def _as_route(self):
        """:return: `Route` of plain values, its gateways in the order in which they are tried"""
        gateways = self.line_ids.gateway_id.filtered("active")
        if self.cheapest_first:
            gateways = gateways.sorted("price")
        return Route(self.prefix or "", self.country_id.code or "", self.purpose or "", tuple(gateways.ids), self.id)

    @api.model
    def _country_code(self, number):
        """:return: ISO code of the country of an E.164 number, or an empty string"""
        try:
            return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
        except phonenumbers.NumberParseException:
            return ""


class LoyaltySmsRouteLine(models.Model):
    """One gateway of a route; the next one is taken when it fails for certain."""

    _name = "loyalty.sms.route.line"
    _description = "Gateway of an SMS Route"
    _order = "sequence, id"

    route_id = fields.Many2one("loyalty.sms.route", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    gateway_id = fields.Many2one("loyalty.sms.gateway", required=True, ondelete="cascade", index=True)
    price = fields.Float(related="gateway_id.price")
    health = fields.Selection(related="gateway_id.health")

    @api.constrains("gateway_id", "route_id")
    def _check_company(self):
        if any(line.gateway_id.company_id != line.route_id.company_id for line in self):
            raise ValidationError(self.env._("The gateways of a route belong to the route's company."))

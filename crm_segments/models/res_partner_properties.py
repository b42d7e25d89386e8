"""Customers' custom fields: the native contact properties, typed."""

from odoo import models

from ..typed_properties import TypedProperties


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "club.typed.properties.mixin"]

    properties = TypedProperties()

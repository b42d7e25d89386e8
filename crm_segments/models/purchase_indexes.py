"""Indexes that answer who bought when, and for whom it counts, without a visit to the wide tables of documents."""

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    _club_dated_idx = models.Index(
        "(date_order) INCLUDE (id, partner_id, company_id, amount_total, currency_rate) WHERE state = 'sale'"
    )
    _club_buyer_idx = models.Index(
        "(partner_id) INCLUDE (id, date_order, company_id, amount_total, currency_rate) WHERE state = 'sale'"
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    _club_owner_idx = models.Index("(id) INCLUDE (commercial_partner_id)")
    # PostgreSQL before 17 takes a partial index only where the query says the very same, and Odoo says it so
    _club_contact_idx = models.Index(
        "(commercial_partner_id, id) INCLUDE (company_id) WHERE active IS TRUE AND is_customer_club IS TRUE"
    )

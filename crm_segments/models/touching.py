"""Which documents touch which customers."""

from odoo import models
from odoo.tools import SQL

# Written at each sign-in, or by the refresh itself.
UNIMPORTANT = {"write_date", "write_uid", "signup_type", "last_ip", "last_ip_on", "partner_share", "color"}
RELATIONS = {"category_id", "customer_group_ids"}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "club.touch.mixin"]

    _touch_fields = frozenset(
        "state partner_id company_id date_order amount_total currency_rate campaign_id source_id medium_id".split()
    )

    def _touch_query(self):
        """The buyers, and whom a credit note of theirs names: it counts as its order does, and may name another."""
        return SQL(
            """
            SELECT partner_id FROM sale_order WHERE id = ANY(%(orders)s)
             UNION
            SELECT m.partner_id
              FROM sale_order_line l
              JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = l.id
              JOIN account_move_line ml ON ml.id = rel.invoice_line_id
              JOIN account_move m ON m.id = ml.move_id
             WHERE l.order_id = ANY(%(orders)s) AND m.move_type = 'out_refund' AND m.partner_id IS NOT NULL
            """,
            orders=self.ids,
        )


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "club.touch.mixin"]

    _touch_fields = frozenset("order_id product_id product_uom_qty price_total is_downpayment".split())

    def _touch_query(self):
        return SQL(
            "SELECT o.partner_id FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id "
            "WHERE l.id = ANY(%s) AND o.state = 'sale'",
            self.ids,
        )


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "club.touch.mixin"]

    _touch_fields = frozenset("state move_type partner_id company_id invoice_date amount_total_signed".split())

    def _touch_query(self):
        return SQL(
            "SELECT partner_id FROM account_move WHERE id = ANY(%s) AND move_type = 'out_refund'",
            self.ids,
        )


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "club.touch.mixin"]

    _touch_reason = "lead"
    _touch_fields = frozenset("type active partner_id company_id campaign_id source_id medium_id".split())

    def _touch_query(self):
        return SQL("SELECT partner_id FROM crm_lead WHERE id = ANY(%s)", self.ids)


class ResPartner(models.Model):
    """What is written on a customer counts for the conditions on his fields; whose contact he is, for the figures."""

    _name = "res.partner"
    _inherit = ["res.partner", "club.touch.mixin"]

    _touch_reason = "partner"

    def _touch_query(self):
        return SQL(
            "SELECT unnest(ARRAY[id, commercial_partner_id]) FROM res_partner WHERE id = ANY(%s) AND is_customer_club",
            self.ids,
        )

    def _write_multi(self, vals_list):
        if not any(vals.keys() - UNIMPORTANT for vals in vals_list):
            return super()._write_multi(vals_list)
        moves = any("commercial_partner_id" in vals for vals in vals_list)
        if moves:
            self._touch_owners()
        result = super()._write_multi(vals_list)
        self._touch()
        if moves:
            self._touch_owners()
        return result

    def _touch_owners(self):
        """Purchases of a contact count for another customer from now on."""
        self.env["club.customer.touch"]._mark_query(
            SQL("SELECT commercial_partner_id FROM res_partner WHERE id = ANY(%s)", self.ids), "purchase"
        )

    def write(self, vals):
        result = super().write(vals)
        if not RELATIONS.isdisjoint(vals):  # not a column, so not in `_write_multi`
            self._touch()
        return result

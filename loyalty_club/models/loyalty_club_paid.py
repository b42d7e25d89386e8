"""Points that wait until their order is paid: no reward spends them before, and the payment sets them free."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

# What the bank is collecting, the customer has paid.
PAID = ("paid", "in_payment")


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    is_about_purchase = fields.Boolean(compute="_compute_is_about_purchase")
    hold_until_paid = fields.Boolean(
        string="Spendable when Paid",
        help="Points of an order that is sold on account can be spent when its invoices are paid. Until then the member"
        " sees that they wait. What is paid at the till or in the shop is paid at once.",
    )

    @api.depends("kind")
    def _compute_is_about_purchase(self):
        for rule in self:
            rule.is_about_purchase = rule._trigger() == "purchase"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _club_is_settled(self):
        """Paid in full, in one of the ways to pay."""
        self.ensure_one()
        order = self.sudo()
        return order.currency_id.compare_amounts(max(order._club_paid_amounts()), order._club_amount_due()) >= 0

    def _club_amount_due(self):
        """What the customer has to pay of this order: all of it, invoiced already or not, but what was refunded.

        :rtype: float
        """
        return self.amount_total - sum(line.price_total * (1.0 - line._club_left()) for line in self.order_line)

    def _club_paid_amounts(self):
        """What was paid of this order, and not refunded: online, and by invoices. These are not added up, since an
        invoice may have been paid by what came online. Other add-ons add their ways.

        :rtype: list
        """
        online = self.transaction_ids.filtered(lambda one: one.state == "done")
        lines = self.order_line.invoice_lines.filtered(lambda line: line.parent_state == "posted")
        invoiced = lines.filtered(
            lambda line: line.move_id.move_type == "out_invoice" and line.move_id._club_is_closed()
        )
        refunded = lines.filtered(
            lambda line: line.move_id.move_type == "out_refund" and line.move_id.reversed_entry_id._club_is_closed()
        )
        paid = sum(invoiced.mapped("price_total")) - sum(refunded.mapped("price_total"))
        return [sum(online.mapped("amount")), paid]

    def _club_mature(self):
        """Set free what waited for the payment of those of these orders that are paid now. What has a day to wait for
        as well goes on waiting for that."""
        waiting = Domain("unpaid_order_id", "in", self.ids) & Domain("held", ">", 0)
        lots = self.env["loyalty.lot"].sudo().search(waiting)
        paid = lots.unpaid_order_id.filtered(lambda order: order._club_is_settled())
        if not paid:
            return
        cards = lots.filtered(lambda lot: lot.unpaid_order_id in paid).card_id
        cards._club_lock()
        self.env.execute_query(
            SQL("UPDATE loyalty_lot SET unpaid_order_id = NULL WHERE unpaid_order_id = ANY(%s) RETURNING id", paid.ids)
        )
        lots.invalidate_recordset(["unpaid_order_id"])
        for club, some in cards.grouped("club_id").items():
            club._release(some)

    @api.model
    def _club_mature_paid(self, chunk=500):
        """Daily: payments that nobody told of."""
        lots = self.env["loyalty.lot"].sudo()
        orders = lots._read_group([("unpaid_order_id", "!=", False), ("held", ">", 0)], ["unpaid_order_id"])
        ids = [order.id for [order] in orders]
        paid = Domain("invoice_ids.payment_state", "in", PAID) | Domain("transaction_ids.state", "=", "done")
        for some in split_every(chunk, ids, list):
            orders = self.sudo().search(Domain("id", "in", some) & paid)
            self.env["loyalty.ledger"]._in_own_transaction(orders._club_mature, processed=len(orders))


class AccountMove(models.Model):
    _inherit = "account.move"

    def _club_is_closed(self):
        """Whether an invoice is paid or taken back by credit notes, which then count against it. A credit note that
        names no invoice counts as well."""
        return not self or self.payment_state in (*PAID, "reversed")

    def _invoice_paid_hook(self):
        """Override of `account`: the points of a paid order can be spent."""
        result = super()._invoice_paid_hook()
        self.sudo().invoice_line_ids.sale_line_ids.order_id._club_mature()
        return result


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def write(self, vals):
        """Override of `payment`: an order that was confirmed before is paid online."""
        result = super().write(vals)
        if vals.get("state") == "done":
            self.sudo().sale_order_ids._club_mature()
        return result

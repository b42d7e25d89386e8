"""What happens with orders of Sales and the shop, one random step at a time."""

import uuid

from odoo.fields import Command

CUSTOMER, PRODUCT = "Load customer", "Load book"


class OrderSteps:
    """Steps of `club_worker.Worker`. Each takes the environment of its request and a dice."""

    def _some_order(self, env, dice, state):
        domain = [("partner_id.name", "like", CUSTOMER), ("state", "=", state)]
        ids = env["sale.order"].search(domain, order="id desc", limit=40).ids
        return env["sale.order"].browse(dice.choice(ids)) if ids else env["sale.order"]

    def _cart(self, env, dice, reward=False):
        partner = self._members(env, dice).partner_id
        product = env["product.product"].search([("name", "=", PRODUCT)], limit=1)
        line = {"product_id": product.id, "product_uom_qty": dice.randint(1, 4)}
        order = env["sale.order"].create({"partner_id": partner.id, "order_line": [Command.create(line)]})
        if reward:
            order._update_programs_and_rewards()
            for card, rewards in order._get_claimable_rewards().items():
                order._apply_program_reward(rewards[:1], card)
        return order

    def _order(self, env, dice):
        self._cart(env, dice).action_confirm()

    def _order_with_reward(self, env, dice):
        self._cart(env, dice, reward=True).action_confirm()

    def _shop(self, env, dice):
        """A cart with a reward goes to the payment: it arrives, comes late, fails, or nobody hears of it."""
        order = self._cart(env, dice, reward=True)
        values = {
            "provider_id": env["payment.provider"].search([("code", "=", "none")], limit=1).id,
            "payment_method_id": env["payment.method"].search([], limit=1).id,
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id,
            "reference": f"load {uuid.UUID(int=dice.getrandbits(128))}",
            "sale_order_ids": [Command.set(order.ids)],
        }
        transaction = env["payment.transaction"].create(values)
        state = dice.choice(["done", "done", "pending", "cancel", "draft"])
        if state != "draft":
            transaction.state = state

    def _payment_arrives(self, env, dice):
        """The answer of the bank for a cart that was paid, at once or late."""
        domain = [("reference", "=like", "load %"), ("state", "in", ["draft", "pending", "done"])]
        transactions = env["payment.transaction"].search(domain, order="id desc", limit=20)
        if transactions:
            transaction = dice.choice(transactions)
            transaction.state = "done"
            transaction.sale_order_ids.filtered(lambda order: order.state in ("draft", "sent")).action_confirm()

    def _edit(self, env, dice):
        order = self._some_order(env, dice, "sale")
        order.order_line.filtered(lambda line: not line.reward_id)[:1].product_uom_qty = dice.randint(1, 6)

    def _cancel(self, env, dice):
        self._some_order(env, dice, "sale")._action_cancel()

    def _confirm_again(self, env, dice):
        order = self._some_order(env, dice, "cancel")
        if order:
            order.action_draft()
            order.action_confirm()

    def _credit_note(self, env, dice):
        invoice = self._invoice(self._some_order(env, dice, "sale"))
        if invoice:
            note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            note.invoice_line_ids.filtered(lambda line: line.price_unit > 0).quantity = 1
            note.action_post()

    def _invoice(self, order):
        """An invoice of an order, posted; a new one where it has none."""
        invoice = order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice" and move.state == "posted")
        if order and not invoice and order.invoice_status == "to invoice":
            invoice = order._create_invoices()
            invoice.action_post()
        return invoice[:1]

    def _pay(self, env, dice):
        """The invoice of an order is paid, whole or in part: points that wait for that can be spent."""
        invoice = self._invoice(self._some_order(env, dice, "sale"))
        if invoice and invoice.amount_residual > 0:
            wizard = env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
            part = dice.choice([0.5, 1, 1])
            wizard.create(
                {"amount": invoice.currency_id.round(invoice.amount_residual * part)}
            ).action_create_payments()

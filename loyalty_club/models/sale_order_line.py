from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from . import club_flow

_REWARD_FIELDS = {"coupon_id", "reward_id", "points_cost"}
_AMOUNT_FIELDS = {
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "points_cost",
    "coupon_id",
    "reward_id",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")  # what is refused below is kept, and not for everyone
        for vals in vals_list:
            self._club_check_reward(vals)
        if club_flow.is_inside(self.env):
            return super().create(vals_list)
        lines = super(SaleOrderLine, club_flow.enter(self)).create(vals_list).with_env(self.env)
        lines.order_id._club_sync_confirmed()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._club_check_reward(vals)
        if club_flow.is_inside(self.env) or not _AMOUNT_FIELDS & vals.keys():
            return super().write(vals)
        result = super(SaleOrderLine, club_flow.enter(self)).write(vals)
        self.order_id._club_sync_confirmed()
        return result

    def unlink(self):
        if club_flow.is_inside(self.env):
            return super().unlink()
        orders = self.order_id
        result = super(SaleOrderLine, club_flow.enter(self)).unlink()
        orders._club_sync_confirmed()
        return result

    def _club_check_reward(self, vals):
        """What a reward costs is worked out by native code; nobody hands in a figure.

        :raise ValidationError: for a cost below zero, which would give points
        :raise AccessError: for a card of a club that is put on a line past the rewards
        """
        if (vals.get("points_cost") or 0) < 0:
            raise ValidationError(self.env._("A reward cannot cost less than nothing."))
        if self.env.su or club_flow.is_inside(self.env) or not _REWARD_FIELDS & vals.keys():
            return
        card = self.env["loyalty.card"].sudo().browse(vals.get("coupon_id")) | self.sudo().coupon_id
        if card.club_id and ("points_cost" in vals or "coupon_id" in vals):
            self.env["loyalty.club.refusal"]._log(card, self.env._("Reward written on an order line: %s", vals))
            raise AccessError(self.env._("Rewards of a club are added with the button “Reward”."))

    # === REFUNDS === #

    def _club_left(self):
        """The part of this line that credit notes have not taken off, unless it was invoiced again: from 0 to 1.

        :rtype: float
        """
        self.ensure_one()
        posted = self.invoice_lines.filtered(lambda line: line.parent_state == "posted")
        refunds = posted.filtered(lambda line: line.move_id.move_type == "out_refund")
        if not refunds:
            return 1.0
        invoices = posted.filtered(lambda line: line.move_id.move_type == "out_invoice")
        measure, whole = ("price_total", self.price_total) if self.price_total else ("quantity", self.product_uom_qty)
        if not whole:
            return 1.0
        refunded = sum(refunds.mapped(measure)) / whole
        invoiced = sum(invoices.mapped(measure)) / whole
        return 1.0 - max(min(refunded, 1.0 - (invoiced - refunded), 1.0), 0.0)

    def _club_share_left(self):
        """What is left of a reward on these lines.

        :return: `(part, whole)`
        """
        weights = {line: abs(line.price_total) for line in self}
        if not any(weights.values()):
            weights = dict.fromkeys(self, 1.0)
        return sum(weight * line._club_left() for line, weight in weights.items()), sum(weights.values())

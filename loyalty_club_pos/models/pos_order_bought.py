from odoo import models


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _club_bought(self):
        """The goods of this order, what came back taken off, for rules about products, categories and units."""
        tip = self.config_id.tip_product_id
        lines = self.lines._club_own().filtered(
            lambda line: not line.reward_id and not line.combo_parent_id and (not tip or line.product_id != tip)
        )
        bought = []
        for line in lines:
            left = line._club_left()
            bought.append((line.product_id, line.qty * left, line._club_amount() * left))
        return bought

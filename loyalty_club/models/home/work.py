from odoo import models

SHOWN = 5


class HomeWork(models.AbstractModel):
    _inherit = "club.home.block.work"

    def _jobs(self):
        batches = self.env["loyalty.club.batch"].search([("state", "in", ("running", "undoing"))], limit=SHOWN)
        return [self._in_progress(batch, "fa-gift") for batch in batches] + super()._jobs()

from odoo import models

SHOWN = 5


class HomeWork(models.AbstractModel):
    _inherit = "club.home.block.work"

    def _jobs(self):
        """Answers to many senders that are on their way."""
        Message = self.env["loyalty.form.message"]
        if not Message.has_access("read"):
            return super()._jobs()
        waiting = Message._read_group([("state", "=", "queued"), ("batch_id", "!=", False)], ["batch_id"], limit=SHOWN)
        return [self._in_progress(batch, "fa-comments-o") for (batch,) in waiting] + super()._jobs()

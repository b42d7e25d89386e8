from odoo import fields, models


class LoyaltyFormAnswerBatch(models.Model):
    """One answer to the senders of many entries: how far it is, who did not get it, and why not (F9)."""

    _name = "loyalty.form.answer.batch"
    _description = "Answer to Many Senders"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    user_id = fields.Many2one("res.users", string="By", readonly=True, default=lambda self: self.env.user)
    message_ids = fields.One2many("loyalty.form.message", "batch_id", readonly=True)
    failed_ids = fields.One2many(
        "loyalty.form.message", "batch_id", domain=[("state", "=", "failed")], string="Did Not Get It", readonly=True
    )
    state = fields.Selection([("running", "Running"), ("done", "Done")], compute="_compute_counts")
    total = fields.Integer(compute="_compute_counts", string="Senders")
    sent_count = fields.Integer(compute="_compute_counts")
    failed_count = fields.Integer(compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")

    def _compute_counts(self):
        groups = self.env["loyalty.form.message"]._read_group(
            [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"]
        )
        counts = {(batch.id, state): count for batch, state, count in groups}
        for batch in self:
            waiting, sent, failed = (counts.get((batch.id, state), 0) for state in ("queued", "sent", "failed"))
            batch.total = waiting + sent + failed
            batch.sent_count, batch.failed_count = sent, failed
            batch.state = "running" if waiting else "done"
            batch.progress = 100 * (batch.total - waiting) / batch.total if batch.total else 100

    def action_view_messages(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_message_action")
        return {**action, "domain": [("batch_id", "=", self.id)]}

    def action_stop(self):
        """Those who did not get it yet will not."""
        waiting = self.env["loyalty.form.message"].search([("batch_id", "in", self.ids), ("state", "=", "queued")])
        waiting.try_lock_for_update().write({"state": "failed", "failure": self.env._("Stopped before it was sent.")})

    def action_send_again(self):
        self.failed_ids.action_send_again()


class LoyaltyFormMessage(models.Model):
    _inherit = "loyalty.form.message"

    batch_id = fields.Many2one("loyalty.form.answer.batch", readonly=True, ondelete="set null", index="btree_not_null")

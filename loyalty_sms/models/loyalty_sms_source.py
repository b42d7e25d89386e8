from odoo import api, fields, models
from odoo.exceptions import AccessError


class LoyaltySmsMessage(models.Model):
    """Which app a message was sent from, and about what."""

    _inherit = "loyalty.sms.message"

    source_model_id = fields.Many2one("ir.model", "Sent From", readonly=True, ondelete="set null")
    source_id = fields.Many2oneReference("Record", model_field="source_model", readonly=True)
    source_model = fields.Char(related="source_model_id.model")
    source_name = fields.Char("About", compute="_compute_source_name")

    @api.depends("source_model_id", "source_id")
    @api.depends_context("uid")
    def _compute_source_name(self):
        """The name of the record where the user may see it, else nothing."""
        self.source_name = False
        for model, messages in self.grouped("source_model").items():
            if model not in self.env or not self.env[model].has_access("read"):
                continue
            records = self.env[model].browse(messages.mapped("source_id")).exists()
            names = {record.id: record.display_name for record in records._filtered_access("read")}
            for message in messages:
                message.source_name = names.get(message.source_id)

    def _prepare_message(self, company, item, number, native):
        """Remember what the message of Odoo belongs to."""
        values = super()._prepare_message(company, item, number, native)
        model, record_id = self._find_source(native)
        if model in self.env:
            values.update(source_model_id=self.env["ir.model"]._get_id(model), source_id=record_id)
        return values

    def _find_source(self, native):
        """:return: ``(model, id)`` of the mailing, or of the record on whose thread the message was written"""
        if native and native.mailing_id:
            return native.mailing_id._name, native.mailing_id.id
        return (native.mail_message_id.model, native.mail_message_id.res_id) if native else (None, None)

    def action_open_source(self):
        """Open the record that the message was sent from."""
        self.ensure_one()
        if not self.source_name:
            raise AccessError(self.env._("The record is gone, or you may not see it."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.source_model,
            "res_id": self.source_id,
            "views": [(False, "form")],
        }

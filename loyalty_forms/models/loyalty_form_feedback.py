from odoo import api, fields, models

CHANNELS = [
    ("web", "Web page"),
    ("sms", "SMS"),
    ("phone", "Phone"),
    ("person", "In the shop"),
    ("instagram", "Instagram"),
    ("telegram", "Telegram"),
    ("whatsapp", "WhatsApp"),
    ("eitaa", "Eitaa"),
    ("bale", "Bale"),
    ("rubika", "Rubika"),
    ("x", "X"),
    ("email", "E-mail"),
    ("other", "Other"),
]


class LoyaltyForm(models.Model):
    _inherit = "loyalty.form"

    staff_notes = fields.Boolean(
        string="Staff Note Entries",
        help="Employees write down what customers say elsewhere: on the phone, in the shop, in social networks.",
    )

    def _entry_values(self, answers, meta):
        return {**super()._entry_values(answers, meta), "channel": meta.get("channel") or "web"}

    def action_note_entry(self):
        """Note an entry that did not come by the web page."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note: %s", self.name),
            "res_model": "loyalty.form.entry",
            "views": [(self.env.ref("loyalty_forms.loyalty_form_entry_view_form_note").id, "form")],
            "context": {"default_form_id": self.id, "default_channel": "phone", "loyalty_form_note": True},
        }


class LoyaltyFormEntry(models.Model):
    """Feedback from anywhere (F13)."""

    _inherit = "loyalty.form.entry"

    channel = fields.Selection(CHANNELS, string="Came By", required=True, default="web", index=True)
    noted_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        noted = self.env.context.get("loyalty_form_note")
        if noted:
            vals_list = [{**vals, "noted_by_id": self.env.uid} for vals in vals_list]
        entries = super().create(vals_list)
        if noted:
            for entry in entries:
                # As if the customer had sent it: staff are told, it is assigned; he gets no receipt for a phone call.
                customer = entry.partner_id
                entry.with_context(loyalty_form_note=False)._noted(customer)
        return entries

    def _noted(self, customer):
        if not customer:
            self._link_partner()
        self._notify_staff()
        self.form_id.sudo().rule_ids.filtered(lambda rule: rule.kind != "answer")._run(self)

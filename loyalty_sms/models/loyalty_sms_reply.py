from uuid import uuid4

from odoo import fields, models
from odoo.exceptions import UserError

LIMITS = ((3, 60), (10, 3600), (20, 86400))  # automatic replies to one number: two machines must not talk for ever


class LoyaltySmsMessage(models.Model):
    _inherit = "loyalty.sms.message"

    is_answer = fields.Boolean(
        "Answer", readonly=True, help="Answers what the customer wrote himself, and so leaves despite his opt-out."
    )

    def _prepare_message(self, company, item, number, native):
        values = super()._prepare_message(company, item, number, native)
        return {**values, "is_answer": item.get("is_answer", False)}

    def _heeds_blacklist(self):
        return not self.is_answer and super()._heeds_blacklist()


class LoyaltySmsEvent(models.Model):
    """What we answer to what customers wrote, by itself and by hand."""

    _inherit = "loyalty.sms.event"

    def _reply(self, text):
        """Answer by itself, unless that would go on for ever.

        :return: `loyalty.sms.message`, empty when there were too many answers already
        """
        messages = self.env["loyalty.sms.message"]
        if self.env["club.request.count"]._wait(f"sms:answer:{self.company_id.id}:{self.sender}", LIMITS):
            self.note = self.env._("Not answered: this number got too many answers already.")
            return messages
        item = {
            "uuid": uuid4().hex,
            "number": self.sender,
            "body": text,
            "purpose": "service",
            "partner_id": self.partner_id.id,
            "is_answer": True,
        }
        messages._enqueue(self.company_id, [item])
        self.reply_id = messages.search([("uuid", "=", item["uuid"])])
        return self.reply_id

    def _as_user(self):
        """The records for a decision of the user."""
        self.check_access("read")
        if not self.env.user.has_group("crm_segments.crm_segments_group_user"):
            raise UserError(self.env._("Only users of the customer club work on replies."))
        return self.sudo()

    def action_reply(self):
        """Open the window that writes an SMS to the sender."""
        self.ensure_one()
        self._as_user().is_open = False
        context = {"default_composition_mode": "numbers", "default_numbers": self.sender}
        if self.partner_id.phone_sanitized == self.sender:
            context = {
                "default_composition_mode": "comment",
                "default_res_model": "res.partner",
                "default_res_id": self.partner_id.id,
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply by SMS"),
            "res_model": "sms.composer",
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def action_done(self):
        """Nothing more is to be done."""
        self._as_user().write({"is_open": False})
        return True

    def action_reopen(self):
        """Somebody must still look at it."""
        self._as_user().write({"is_open": True})
        return True

    def action_make_customer(self):
        """Make the sender a customer, with all that he wrote."""
        self.ensure_one()
        event = self._as_user()
        partner, _created = self.env["res.partner"]._find_or_create_customer(
            {"name": self.sender, "phone": self.sender}, company=self.company_id, match=("phone",)
        )
        earlier = event.search(
            [("sender", "=", self.sender), ("company_id", "=", self.company_id.id), ("partner_id", "=", False)],
            order="id",
        )
        earlier.write({"partner_id": partner.id})
        earlier.filtered(lambda event: event.handling == "nobody").write({"handling": "thread"})
        for one in earlier:
            one._post_on_threads()
        return {"type": "ir.actions.act_window", "res_model": "res.partner", "res_id": partner.id, "view_mode": "form"}

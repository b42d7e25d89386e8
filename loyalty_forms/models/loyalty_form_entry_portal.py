from odoo import api, models
from odoo.fields import Domain
from odoo.tools import html2plaintext, plaintext2html

MAX_REPLY = 4000


class LoyaltyFormEntry(models.Model):
    """What a customer sees of his own entries in the portal (C22). Plain values only: no template holds a record with
    wide rights."""

    _inherit = "loyalty.form.entry"

    @api.model
    def _portal_domain(self, partner):
        """The one check of what is his: entries of himself, of the company that he belongs to and of its contacts."""
        return Domain("partner_id", "child_of", partner.commercial_partner_id.id) & Domain("state", "!=", "spam")

    def _portal_values(self):
        self.ensure_one()
        labels = {
            "new": self.env._("Received"),
            "progress": self.env._("In progress"),
            "done": self.env._("Answered and closed"),
        }
        return {
            "id": self.id,
            "code": self.code,
            "form": self.form_id.name,
            "date": self.submitted_at,
            "state": labels[self.state],
            "done": self.state == "done",
            "waits": self.env._("Answered") if self.answered_at else "",
        }

    def _portal_details(self):
        """Further values of one entry: what was answered and what was written to and fro."""
        stored = self._stored_answers()
        answers = [
            (field.label, field._display_answer(stored[field.key]))
            for field in self.form_id.field_ids
            if field.key in stored and field.kind != "hidden"
        ]
        messages = [
            {
                "mine": message.direction == "in",
                "date": message.create_date,
                "text": html2plaintext(message.body or ""),
            }
            for message in self.message_to_sender_ids.sorted("id")
            if message.state != "failed"
        ]
        return {**self._portal_values(), "answers": answers, "messages": messages}

    def _portal_reply(self, partner, text):
        """Take what the customer writes on the page of his entry."""
        self.ensure_one()
        self.with_context(loyalty_form_reply="web").message_post(
            body=plaintext2html(text[:MAX_REPLY]),
            author_id=partner.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )

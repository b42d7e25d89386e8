from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class KeywordForm(models.AbstractModel):
    """A text message that begins with the word of a form is an entry of it (C22)."""

    _name = "club.inbound.keyword.form"
    _inherit = ["club.inbound.keyword.kind"]
    _description = "Keyword: Entry of a Form"

    _label = _lt("Entry of a form")
    _sequence = 60

    def _matches(self, text):
        form, word = self.env["loyalty.form"].sudo()._of_sms(text, self.env.company)
        return bool(form) and (form, word, text.removeprefix(word).strip())

    def _answer(self, partner, number, match, company):
        form, word, rest = match
        # As it was written, where the sender's spelling of the word is not in the way.
        written = (self.env.context.get("club_inbound_text") or "").strip()
        count = len(word.split())
        text = written.split(None, count)[-1] if rest and len(written.split()) > count else rest
        return form.with_env(self.env)._submit_sms(partner, number, text)

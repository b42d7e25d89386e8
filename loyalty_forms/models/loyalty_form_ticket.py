from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_segments.tools.text import fold

from ..tools.errors import AnswerError

DAY = 24 * 3600
PER_NUMBER = 10  # entries of one number a day


class LoyaltyForm(models.Model):
    """Further ways in for whoever wants something of the shop: the portal and text messages (C22)."""

    _inherit = "loyalty.form"

    in_portal = fields.Boolean(
        string="Offer in the Portal", help="Signed-in customers can open it from “My messages and forms”."
    )
    sms_word = fields.Char(
        string="Word for SMS",
        copy=False,
        help="A text message that begins with this word becomes an entry: what follows is the answer of the first field"
        " for text.",
    )

    @api.constrains("sms_word", "company_id", "is_published")
    def _check_sms_word(self):
        for form in self.filtered("sms_word"):
            others = self.search([("sms_word", "!=", False), ("company_id", "=", form.company_id.id)]) - form
            same = [other for other in others if fold(other.sms_word) == fold(form.sms_word)]
            if same:
                raise ValidationError(
                    self.env._("“%(form)s” has the word “%(word)s” already.", form=same[0].name, word=form.sms_word)
                )
            if form.is_published and not form._sms_field():
                raise ValidationError(self.env._("To take text messages, the form needs a field for text."))

    @api.model
    def _portal_offers(self, website):
        """What signed-in customers can open.

        :rtype: list of dicts of name and url
        """
        forms = self.search(
            [
                ("in_portal", "=", True),
                ("is_published", "=", True),
                ("company_id", "=", website.company_id.id),
                ("website_id", "in", [False, website.id]),
            ]
        )
        return [{"name": form.name, "url": f"/f/{form.slug}"} for form in forms if not form._closed_reason()]

    # === text messages === #
    @api.model
    def _of_sms(self, text, company):
        """The form that a text message is for.

        :param str text: folded
        :return: (form, its word as it is folded); an empty form when it is for none
        """
        domain = [("sms_word", "!=", False), ("is_published", "=", True), ("company_id", "=", company.id)]
        words = {fold(form.sms_word): form for form in self.search(domain)}
        # The longest first: “order late” before “order”.
        for word in sorted(words, key=len, reverse=True):
            if text == word or text.startswith(f"{word} "):
                return words[word], word
        return self.browse(), ""

    def _sms_field(self):
        """The field that takes what is written: the first long text, or else the first text that is no name."""
        fields_ = self.field_ids.filtered(lambda field: field.kind in ("paragraph", "text") and not field.maps_to)
        return (fields_.filtered(lambda field: field.kind == "paragraph") or fields_)[:1]

    def _submit_sms(self, partner, number, text):
        """Take a text message as an entry.

        :param str text: what stands after the word
        :return: what to reply; None for one who writes too many
        """
        if self.env["loyalty.form.hit"]._count(f"sms:{self.company_id.id}:{number}", DAY) > PER_NUMBER:
            return None
        if not text:
            return self.env._("Write your message after the word “%s”.", self.sms_word)
        if reason := self._closed_reason():
            return reason
        field, phone = self._sms_field(), self._mobile_field()
        try:
            answers = {field.key: field._answer(text), **({phone.key: phone._answer(number)} if phone else {})}
        except AnswerError as error:
            return str(error)
        meta = {"nonce": None, "lang": partner[:1].lang or self.env.lang, "channel": "sms"}
        entry = self._submit(answers, {**meta, "partner_id": partner[:1].id})
        return self.env._("We have received your message. Its number is %s.", entry.code)

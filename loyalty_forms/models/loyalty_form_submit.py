from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from ..tools.errors import AnswerError
from ..tools.slug import is_slug
from ..tools.upload import Upload

TEXT_BODY = 256 * 1024
MAX_BODY = 16 * 1024 * 1024


class LoyaltyForm(models.Model):
    """What the public page asks of a form. These methods run with wide rights for anybody on the web: they are private
    and take plain values only."""

    _inherit = "loyalty.form"

    @api.model
    def _at_address(self, slug, domain=()):
        """The form at an address of the web site; none for what cannot be one, such as bytes that no database takes.

        :param domain: further conditions
        """
        return self.search([("slug", "=", slug), *domain], limit=1) if is_slug(slug) else self.browse()

    def _closed_reason(self):
        """Why nobody can fill in this form now.

        :return: a text for the visitor, or None when it is open
        """
        self.ensure_one()
        now = fields.Datetime.now()
        if not self.is_open:
            return self.off_text or self.env._("This form takes no answers at the moment.")
        if self.open_from and now < self.open_from:
            return self.not_open_text or self.env._("This form is not open yet.")
        if self.open_to and now >= self.open_to:
            return self.closed_text or self.env._("This form is closed.")
        if self.max_entries and self._entry_total() >= self.max_entries:
            return self.full_text or self.env._("This form has all the answers it can take.")
        return None

    def _max_body(self):
        """How many bytes a request may have: text is short, files take what their fields allow."""
        kinds = [kind for field in self.field_ids if (kind := field._kind()) is not None]
        return min(TEXT_BODY + sum(kind._max_bytes for kind in kinds if kind._multipart), MAX_BODY)

    def _has_files(self):
        """Whether the page must be able to send files."""
        return any(kind._multipart for field in self.field_ids if (kind := field._kind()) is not None)

    def _entry_total(self):
        domain = Domain("form_id", "=", self.id) & Domain("state", "!=", "spam")
        return self.env["loyalty.form.entry"].search_count(domain)

    def _typed(self, params):
        """What was typed, by field key; names that are no field of this form are not looked at."""
        return {field.key: field._typed(params) for field in self.field_ids}

    def _check_answers(self, typed):
        """Check all answers. What a field's conditions keep from being asked is not looked at.

        :param dict typed: as given by `_typed`
        :return: (answers by key, errors by key)
        """
        answers, errors = {}, {}
        for field in self._shown_fields(answers):
            try:
                value = field._answer(typed.get(field.key, ""))
            except AnswerError as error:
                errors[field.key] = str(error)
            else:
                if value is not None:
                    answers[field.key] = value
        return answers, errors

    def _submit(self, answers, meta):
        """Save checked answers and do what the form is for.

        :param dict answers: by key, from `_check_answers`
        :param dict meta: nonce, ip, user_agent, lang, source_url, spam, partner_id, proved_mobile,
            later (the entry is worked on after the answer), referral_code
        :return: the entry; an empty one when the form became full or closed meanwhile
        :raise AnswerError: when an answer that must be unique was given before; its second argument is the field's key
        """
        self.ensure_one()
        Entry = self.env["loyalty.form.entry"].with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        if self.max_entries:
            # Of two that come for the last place, one must wait and then see the other: both write this row, so the
            # later one fails to serialise and Odoo runs it again.
            self.env.cr.execute(SQL("UPDATE loyalty_form SET max_entries = max_entries WHERE id = %s", self.id))
        if self._closed_reason():
            return Entry
        # Files of a machine are not kept.
        uploads = {key: value for key, value in answers.items() if isinstance(value, Upload) and not meta.get("spam")}
        answers = {key: value.name if isinstance(value, Upload) else value for key, value in answers.items()}
        entry = Entry.create(self._entry_values(answers, meta))
        entry._claim_unique_answers(self.field_ids.filtered("unique"))
        entry._keep_uploads(uploads.values())
        if not meta.get("spam"):
            entry._receive()
        return entry

    def _entry_values(self, answers, meta):
        consents = self.field_ids.filtered(lambda field: field.kind == "consent" and answers.get(field.key))
        return {
            "form_id": self.id,
            "version_id": self._current_version().id,
            "company_id": self.company_id.id,
            "answers": answers,
            "state": "spam" if meta.get("spam") else "new",
            "nonce": meta["nonce"],
            "ip": meta.get("ip"),
            "user_agent": (meta.get("user_agent") or "")[:300],
            "lang": meta.get("lang"),
            "partner_id": meta.get("partner_id"),
            "mobile_proved": bool(meta.get("proved_mobile")),
            "sender_proved": bool(meta.get("proved_mobile") or meta.get("partner_id")),
            "to_register": bool(meta.get("later")) and not meta.get("spam"),
            "referral_code": meta.get("referral_code"),
            "source_url": (meta.get("source_url") or "")[:500],
            "consent_proof": "\n\n".join(
                f"{field.label}\n{html2plaintext(field.content or '')}".strip() for field in consents
            ),
        }

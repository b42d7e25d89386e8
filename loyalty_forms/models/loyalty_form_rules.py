from odoo import fields, models

from .loyalty_form import SYSTEM_NAMES


class LoyaltyForm(models.Model):
    """What a form does with its entries by itself."""

    _inherit = "loyalty.form"

    rule_ids = fields.One2many("loyalty.form.rule", "form_id", string="Rules", copy=False)

    automatic_limit = fields.Integer(
        string="Automatic Messages a Day",
        default=500,
        help="Receipts and answers by rule, SMS and e-mails together. So many at most, whoever fills in the form how"
        " often: a flood of entries cannot empty your SMS account.",
    )

    def copy(self, default=None):
        """The copy has the rules too, each looking at its own field."""
        copies = super().copy(default)
        for form, other in zip(self, copies, strict=True):
            theirs = form.field_ids._twins(other.field_ids)
            for rule in form.rule_ids:
                rule.copy({"form_id": other.id, "field_id": rule.field_id and theirs[rule.field_id].id})
        return copies

    def _text_names(self):
        """The names that texts of this form may use.

        :rtype: set
        """
        return SYSTEM_NAMES | set(self.field_ids.filtered("alias").mapped("alias"))

    def _thank_text(self, entry):
        """The text of thanks for an entry: the first variant whose condition holds, else the usual one."""
        if entry:
            for rule in self.rule_ids.filtered(lambda rule: rule.kind == "thanks"):
                if rule._holds(entry):
                    return rule.text
        return self.thank_text


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    def _received(self):
        result = super()._received()
        self.form_id.rule_ids._run(self)
        return result

    def _notify_users(self, users, words=None):
        """Tell users of this entry, in Odoo or by mail, as each of them has chosen, and in his language. It comes from
        the shop: the visitor in whose name this runs has no address that a mail could be sent from.

        :param words: called with the entry in the language of those who are told, answers (subject, text); by default
            who filled in which form
        """
        company = self.company_id
        for lang, group in users.grouped("lang").items():
            entry = self.with_context(lang=lang)
            subject, body = words(entry) if words else entry._words_of_new()
            entry.message_notify(
                partner_ids=group.partner_id.ids,
                author_id=company.partner_id.id,
                email_from=company.email_formatted or self.env.user.email_formatted,
                subject=subject,
                body=body,
            )

    def _words_of_new(self):
        return (
            self.env._("New entry: %s", self.form_id.name),
            self.env._("%(form)s was filled in by %(sender)s.", form=self.form_id.name, sender=self.sender or "?"),
        )

    def _notify_staff(self):
        self._notify_users(self.form_id.notify_user_ids)

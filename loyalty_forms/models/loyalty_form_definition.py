from odoo import api, models
from odoo.fields import PropertiesDefinition

_TRANSLATED = ("string", "selection", "tags")


class TranslatedDefinition(PropertiesDefinition):
    """A definition of properties that everybody reads in his own language. Odoo knows one language: here each property
    carries what the others call it, and what is read is as Odoo has it."""

    ALLOWED_KEYS = (*PropertiesDefinition.ALLOWED_KEYS, "translations")

    def convert_to_record(self, value, record):
        if not record.env.context.get("all_languages"):
            value = [in_language(definition, record.env.lang) for definition in value or ()]
        return super().convert_to_record(value, record)


def in_language(definition, lang):
    """The definition of one property in a language, or in that of the company where it is not translated."""
    plain = {name: value for name, value in definition.items() if name != "translations"}
    return {**plain, **definition.get("translations", {}).get(lang, {})}


class LoyaltyForm(models.Model):
    """What entries of a form are made of (F6): the definition of their answers, generated from its fields."""

    _inherit = "loyalty.form"

    answers_definition = TranslatedDefinition(copy=False, readonly=True)

    def _definition(self):
        """The definition of the answers: in the language of the company, with what the others call it.

        :rtype: list of dicts
        """
        self.ensure_one()
        company_lang = self.company_id.partner_id.lang or self.env.lang
        words = self._definition_in(company_lang)
        others = [code for code, _label in self.env["res.lang"].get_installed() if code != company_lang]
        for lang in others:
            for definition, other in zip(words, self._definition_in(lang), strict=True):
                said = {name: other[name] for name in _TRANSLATED if other.get(name) != definition.get(name)}
                if said:
                    definition.setdefault("translations", {})[lang] = said
        return words

    def _definition_in(self, lang):
        form_fields = self.with_context(lang=lang).field_ids
        return [kind._property_definition(field) for field in form_fields if (kind := field._kind()) is not None]

    def _sync_definition(self):
        """Generate the definition of the answers from the fields."""
        for form in self.exists().with_context(all_languages=True):
            definition = form._definition()
            if definition != form.answers_definition:
                form.with_context(loyalty_form_sync=True).answers_definition = definition

    @api.model
    def _sync_all_definitions(self):
        """With each update: languages may have come since."""
        self.with_context(active_test=False).search([("field_ids", "!=", False)])._sync_definition()


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    @api.model
    def get_property_definition(self, full_name):
        return in_language(super().get_property_definition(full_name), self.env.lang)

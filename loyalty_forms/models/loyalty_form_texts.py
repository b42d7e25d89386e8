from odoo import models

SOURCE = "en_US"  # what Odoo takes for the source of translated fields


class LoyaltyFormTexts(models.AbstractModel):
    """Texts that most shops write in one language only. Odoo keeps what is typed first also as its source, English, and
    there it stays when the text is changed: who reads another language would see it. Here the source follows as long as
    nobody has made it say something else."""

    _name = "loyalty.form.texts"
    _description = "Texts of Forms"

    def write(self, vals):
        following = self._following(vals)
        result = super().write(vals)
        for name, records in following.items():
            records.with_context(lang=SOURCE).write({name: vals[name]})
        return result

    def _following(self, vals):
        """The records of which the source of a text is the text in the user's language, by the text's name."""
        lang = self.env.lang or SOURCE
        texts = {name for name, field in self._fields.items() if field.translate is True}
        names = vals.keys() & texts if lang != SOURCE else ()
        return {name: self.filtered(lambda record, name=name: record._is_source(name, lang)) for name in names}

    def _is_source(self, name, lang):
        stored = self._fields[name]._get_stored_translations(self) or {}
        return lang in stored and stored[lang] == stored.get(SOURCE)

    def update_field_translations(self, field_name, translations, source_lang=""):
        result = super().update_field_translations(field_name, translations, source_lang=source_lang)
        self._texts_changed()
        return result

    def _texts_changed(self):
        """Hook: a text was translated."""

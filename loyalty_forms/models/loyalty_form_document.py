import base64
import json

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools.translate import html_translate

from ..tools import document

_LANGUAGE = "en_US"  # what Odoo takes for the source of translated fields


class LoyaltyForm(models.Model):
    """Forms to and from documents: export, import, templates, versions (F1)."""

    _inherit = "loyalty.form"

    # === to a document === #
    def _document(self):
        """This form as a document, in all languages that are in use.

        :rtype: dict
        """
        self.ensure_one()
        place = {field.id: number for number, field in enumerate(self.field_ids)}
        return {
            "format": document.FORMAT,
            "version": document.VERSION,
            "form": self._document_values(self, document.FORM),
            "fields": [self._document_field(field, place) for field in self.field_ids],
        }

    def _document_field(self, field, place):
        values = self._document_values(field, document.FIELD)
        if not field.condition_ids:
            values.pop("condition_mode", None)
        if field.option_ids:
            values["options"] = [self._document_text(option, "name") for option in field.option_ids]
        if field.condition_ids:
            values["conditions"] = [self._document_condition(condition, place) for condition in field.condition_ids]
        return values

    def _document_condition(self, condition, place):
        options = list(condition.subject_id.option_ids)
        values = {"subject": place[condition.subject_id.id], "operator": condition.operator}
        if condition.value:
            values["value"] = condition.value
        if condition.option_ids:
            values["options"] = [options.index(option) for option in condition.option_ids]
        return values

    def _document_values(self, record, schema):
        values = {}
        for name, kind in schema.items():
            value = self._document_text(record, name) if kind == document.TRANSLATED else record[name]
            if value or (kind == document.FLAG and record._name == self._name):
                values[name] = value
        return values

    def _document_text(self, record, name):
        languages = [_LANGUAGE, *(code for code, _label in self.env["res.lang"].get_installed() if code != _LANGUAGE)]
        texts = {lang: str(record.with_context(lang=lang)[name] or "") for lang in languages}
        source = texts[_LANGUAGE]
        return {lang: text for lang, text in texts.items() if text and (lang == _LANGUAGE or text != source)}

    # === from a document === #
    @api.model
    def _from_document(self, content, **values):
        """Make a form, not published, from a document.

        :param content: bytes of JSON, or a document that was checked
        :param values: values of the form that the document does not say
        :return: the new form
        :raise ValidationError: naming what is wrong with the document
        """
        source = self.with_context(lang=_LANGUAGE)
        try:
            checked = document.read(content) if isinstance(content, bytes) else content
            form = source._create_checked({**source._create_values(checked), **values}, self)
        except ValueError as error:  # of the document, or a choice that this database does not have
            place = getattr(error, "place", str(error))
            raise ValidationError(
                self.env._("This file is no form, or a damaged one. The first wrong place: %s", place)
            ) from None
        form._translate_texts(form, checked.form, document.FORM)
        for field, given in zip(form.field_ids, checked.fields, strict=True):
            form._translate_texts(field, given, document.FIELD)
            for option, texts in zip(field.option_ids, given.get("options", []), strict=True):
                form._translate_texts(option, {"name": texts}, {"name": document.TRANSLATED})
        form._create_conditions(checked.fields)
        form._sync_definition()
        return form.with_env(self.env)

    @api.model
    def _create_checked(self, values, reader):
        """Make a form; what is wrong with it is said in the language of the reader.

        :param reader: the model with the language of the user
        """
        try:
            with self.env.cr.savepoint():
                return self.create(values)
        except ValidationError:
            reader.create(values)  # is refused too, with the words that he understands
            raise

    @api.model
    def _create_values(self, checked):
        """Values to create a form with, in one language."""
        lang = self.env.lang or _LANGUAGE

        def plain(given, schema):
            return {
                name: _text_in(value, lang) if schema[name] == document.TRANSLATED else value
                for name, value in given.items()
                if name in schema
            }

        commands = []
        for number, given in enumerate(checked.fields):
            options = [Command.create({"name": _text_in(texts, lang)}) for texts in given.get("options", [])]
            values = {**plain(given, document.FIELD), "sequence": number * 10 + 10, "option_ids": options}
            commands.append(Command.create(values))
        return {**plain(checked.form, document.FORM), "field_ids": commands}

    def _create_conditions(self, given_fields):
        form_fields = list(self.field_ids)
        self.env["loyalty.form.field.condition"].create(
            [
                {
                    "field_id": field.id,
                    "subject_id": form_fields[condition["subject"]].id,
                    "operator": condition.get("operator", "is"),
                    "value": condition.get("value"),
                    "option_ids": [
                        Command.link(form_fields[condition["subject"]].option_ids[number].id)
                        for number in condition.get("options", [])
                    ],
                }
                for field, given in zip(form_fields, given_fields, strict=True)
                for condition in given.get("conditions", [])
            ]
        )

    def _translate_texts(self, record, given, schema):
        """Write what a document says in the languages that this database uses."""
        languages = {code for code, _label in self.env["res.lang"].get_installed()} - {_LANGUAGE}
        for name, kind in schema.items():
            if kind != document.TRANSLATED or not given.get(name):
                continue
            for lang in languages & given[name].keys():
                if record._fields[name].translate is html_translate:
                    self._translate_html(record, name, lang, given[name][lang])
                else:
                    record.with_context(lang=lang)[name] = given[name][lang]

    def _translate_html(self, record, name, lang, text):
        """Texts with markup are translated term by term."""
        field = record._fields[name]
        source = field.get_trans_terms(record[name] or "")
        sanitised = field.convert_to_column(text, record, validate=True)
        terms = field.get_trans_terms(sanitised or "")
        if len(source) == len(terms):
            record.update_field_translations(name, {lang: dict(zip(source, terms, strict=True))})

    # === actions === #
    def action_export(self):
        """Download this form as a file."""
        self.ensure_one()
        content = json.dumps(self._document(), ensure_ascii=False, indent=2).encode()
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self.slug}.json",
                "datas": base64.b64encode(content),
                "mimetype": "application/json",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=true", "target": "self"}


def _text_in(texts, lang):
    """A text in a language, or in whichever there is."""
    return texts.get(lang) or texts.get(_LANGUAGE) or next(iter(texts.values()))

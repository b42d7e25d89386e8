from odoo import api, models
from odoo.tools import LazyTranslate

from ..tools import import_values
from ..tools.import_values import CellError

_lt = LazyTranslate(__name__)

#: Fields of Odoo's own that a column can fill, in the order in which they are offered.
FIELDS = (
    "name phone email ref vat is_company street street2 city state_id zip country_id function website comment lang"
    " user_id company_id customer_group_id customer_group_ids customer_status_id category_id date_added"
).split()
TYPES = "char text html integer float monetary boolean date datetime selection many2one many2many".split()
PROPERTY_TYPES = "char text integer float boolean date datetime selection tags many2one".split()
TEXT_LIMIT = 2000
NEW_TAGS = "category_id"  # what a list names and the shop has not yet is made, as when a tag is typed on the form
#: Values by which a customer is found, with the stored column that holds the same value in normal form.
KEYS = {"phone": "phone_sanitized", "email": "email_normalized", "ref": "ref", "vat": "vat"}
PROBLEMS = {
    "phone": _lt("“%(value)s” is no phone number."),
    "email": _lt("“%(value)s” is no e-mail address."),
    "number": _lt("“%(value)s” is no number that fits here."),
    "date": _lt("“%(value)s” is no date."),
    "boolean": _lt("“%(value)s” is neither yes nor no."),
    "choice": _lt("There is no “%(value)s” to choose here."),
    "several": _lt("“%(value)s” stands for more than one."),
    "length": _lt("The text is longer than %(value)s characters."),
}


class ClubImportTarget(models.AbstractModel):
    """What a column of a sheet can fill, and how its cells become values (C19).

    Other add-ons extend `_targets`, and `_read_<target>` where a value needs more than the type of its field.
    """

    _name = "club.import.target"
    _description = "Target of an Import"

    @api.model
    def _targets(self):
        """All that a column can fill, with the rights of the user.

        :return: ``{name: {"label", "type", "relation"?, "selection"?, "property"?, "key"?}}``, in the order of the list
        """
        infos = self.env["res.partner"].fields_get(attributes=["type", "string", "selection", "relation", "readonly"])
        ours = [name for name, field in self.env["res.partner"]._fields.items() if self._is_ours(field)]
        targets = {}
        for name in dict.fromkeys([*FIELDS, *ours]):
            info = infos.get(name)
            if info and info["type"] in TYPES and (not info["readonly"] or name in FIELDS):
                targets[name] = {**info, "label": info["string"]}
            if name == "name":
                targets["first_name"] = {"type": "char", "label": self.env._("First Name")}
                targets["last_name"] = {"type": "char", "label": self.env._("Last Name")}
        for name, key in KEYS.items():
            if name in targets:
                targets[name]["key"] = key
        targets.update(self._property_targets())
        return targets

    def _is_ours(self, field):
        """Fields of the profile that the suite adds: stored, and filled by people."""
        return (
            field.store
            and not field.compute
            and not field.related
            and any(module.startswith(("crm_segments", "loyalty_")) for module in field._modules)
            and field.name not in ("is_customer_club", "approval_source")
        )

    def _property_targets(self):
        definition = self.env["properties.base.definition"].sudo()
        definition = definition._get_definition_for_property_field("res.partner", "properties")
        return {
            f"properties.{item['name']}": {
                **item,
                "label": item.get("string") or item["name"],
                "property": item["name"],
            }
            for item in definition.properties_definition or []
            if item["type"] in PROPERTY_TYPES
        }

    @api.model
    def _labels(self):
        """The names of the targets in the languages of the shop, for guessing.

        :return: ``{target: [labels]}``
        """
        labels = {}
        for code, _name in self.env["res.lang"].get_installed():
            for name, target in self.with_context(lang=code)._targets().items():
                labels.setdefault(name, []).append(target["label"])
        return labels

    @api.model
    def _readers(self, targets):
        """How the cells of each target are read. What a reader needs of the database is fetched once, here.

        :param dict targets: some of `_targets`
        :return: ``{name: function(cell) -> value or None}``; the functions raise `CellError`
        """
        region = self.env.company.country_id.code or "IR"
        special = {
            "phone": lambda cell: import_values.read_phone(cell, region),
            "email": import_values.read_email,
        }
        readers = {}
        for name, target in targets.items():
            custom = getattr(self, f"_reader_{name.replace('.', '_')}", None)
            readers[name] = special.get(name) or (custom and custom(target)) or self._reader(name, target)
        return readers

    def _reader(self, name, target):
        kind = target["type"]
        simple = {
            "integer": lambda cell: import_values.read_number(cell, whole=True),
            "float": import_values.read_number,
            "monetary": import_values.read_number,
            "boolean": import_values.read_boolean,
            "date": lambda cell: (day := import_values.read_date(cell)) and day.isoformat(),
            "datetime": lambda cell: (day := import_values.read_date(cell)) and f"{day.isoformat()} 00:00:00",
        }
        if kind in simple:
            return simple[kind]
        if kind == "selection":
            words = import_values.option_words(self._options(name, target))
            return lambda cell: import_values.read_choice(cell, words)
        if kind == "tags":
            words = import_values.option_words((tag[0], tag[1]) for tag in target.get("tags") or [])
            return lambda cell: (
                [import_values.read_choice(part, words) for part in import_values.read_list(cell)] or None
            )
        if kind in ("many2one", "many2many"):
            return self._relation_reader(name, target)
        return lambda cell: import_values.read_text(cell, TEXT_LIMIT)

    def _options(self, name, target):
        """The options of a selection with their labels in all languages of the shop."""
        if target.get("property"):
            return target.get("selection") or []
        options = []
        for code, _name in self.env["res.lang"].get_installed():
            info = self.env["res.partner"].with_context(lang=code).fields_get([name], ["selection"])
            options += info[name]["selection"]
        return options

    def _relation_reader(self, name, target):
        """Records by their name in any language, folded, or by a code that they have."""
        Model = self.env[target.get("relation") or target.get("comodel")]
        words, several = self._record_words(Model)

        def find(part):
            word = import_values.fold(part)
            if word in several:
                raise CellError("several", part)
            if word not in words and name == NEW_TAGS:
                return {"new": part[:100]}
            return import_values.read_choice(part, words)

        if target["type"] == "many2one":
            return lambda cell: (text := import_values.as_text(cell)) and find(text) or None
        return lambda cell: [find(part) for part in import_values.read_list(cell)] or None

    def _record_words(self, Model):
        """:return: ``({folded word: id}, words that several records share)``"""
        words, several = {}, set()
        if Model._name == "res.country.state" and self.env.company.country_id:
            records = Model.search([("country_id", "=", self.env.company.country_id.id)])
        else:
            records = Model.search([], limit=50_000)
        for code, _name in self.env["res.lang"].get_installed():
            for record in records.with_context(lang=code):
                texts = [record[Model._rec_name or "display_name"], record.display_name]
                texts += [record[extra] for extra in ("code", "login") if extra in Model._fields]
                for text in texts:
                    word = import_values.fold(str(text or ""))
                    if word and words.setdefault(word, record.id) != record.id:
                        several.add(word)
        return words, several

    @api.model
    def _problem(self, error):
        """What is wrong with a cell, in words.

        :param error: CellError
        """
        return str(PROBLEMS[error.code]) % {"value": error.value}

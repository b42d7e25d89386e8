"""The Persian words of Odoo's own add-ons, which have none in stock Odoo.

`i18n_extra/fa.po` of an add-on of ours holds terms of native ones. Odoo reads the file as one of our add-on, which is
enough for what is stored in the database (views, fields, records: each entry names the record that it belongs to) and
for the web client (a term that its own add-on lacks is sought among all). Three things remain, and they are here.
"""

from odoo import api, models
from odoo.tools.misc import ReadonlyDict
from odoo.tools.translate import CodeTranslations, code_translations

NATIVE = {}  # our add-ons: the native ones whose words they hold


def hold_words_of(addon, natives):
    """Have the words in `i18n_extra` of an add-on of ours used for native add-ons.

    :param str addon: the name of ours
    :param natives: names of native ones
    """
    NATIVE[addon] = frozenset(natives)
    for key in [key for key in code_translations.python_translations if key[0] in natives]:
        del code_translations.python_translations[key]


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Override of `base`: a native add-on that is installed after ours gets its words too."""
        ours = [addon for addon, natives in NATIVE.items() if addon not in modules and natives & set(modules)]
        ours = [addon for addon in ours if self._get(addon).state in ("installed", "to upgrade")]
        return super()._load_module_terms([*modules, *ours], langs, overwrite)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Override of `http_routing`: native dialogs of the portal are translated on the web site as well."""
        ours = [addon for addon in NATIVE if addon in cls.pool._init_modules]
        return [*super()._get_translation_frontend_modules_name(), *ours]


def _with_extra_terms(original):
    """Messages that stand in Python code are looked up by add-on, in memory, for the whole process and whatever the
    database: Odoo takes them from the files on the add-ons path. So the extra ones are put there, for Persian only."""

    def _load_python_translations(self, module_name, lang):
        original(self, module_name, lang)
        for addon, natives in NATIVE.items():
            if module_name in natives and lang.startswith("fa"):
                extra = self.get_python_translations(addon, lang)
                own = self.python_translations[module_name, lang]
                self.python_translations[module_name, lang] = ReadonlyDict({**extra, **own})

    _load_python_translations._has_extra_terms = True
    return _load_python_translations


if not getattr(CodeTranslations._load_python_translations, "_has_extra_terms", False):
    CodeTranslations._load_python_translations = _with_extra_terms(CodeTranslations._load_python_translations)

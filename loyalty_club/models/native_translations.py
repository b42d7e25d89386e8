"""The Persian words of Odoo's own loyalty add-ons, which have none in stock Odoo.

`i18n_extra/fa.po` holds the terms of `loyalty`, `sale_loyalty`, `website_sale_loyalty` and `pos_loyalty`. Odoo reads
the file as one of this add-on, which is enough for what is stored in the database (views, fields, records: each entry
names the record that it belongs to) and for the web client (a term that its own add-on lacks is sought among all).
Three things remain, and they are here.
"""

from odoo import api, models
from odoo.tools.misc import ReadonlyDict
from odoo.tools.translate import CodeTranslations, code_translations

NATIVE_MODULES = ("loyalty", "sale_loyalty", "website_sale_loyalty", "pos_loyalty")


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Override of `base`: a native add-on that is installed after this one gets its words too."""
        is_installed = self._get("loyalty_club").state in ("installed", "to upgrade")
        if is_installed and "loyalty_club" not in modules and not set(NATIVE_MODULES).isdisjoint(modules):
            modules = [*modules, "loyalty_club"]
        return super()._load_module_terms(modules, langs, overwrite)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Override of `http_routing`: the portal's loyalty dialog is translated on the web site as well."""
        return [*super()._get_translation_frontend_modules_name(), "loyalty_club"]


def _with_extra_terms(original):
    """Messages that stand in Python code are looked up by add-on, in memory, for the whole process and whatever the
    database: Odoo takes them from the files on the add-ons path. So the extra ones are put there, for Persian only."""

    def _load_python_translations(self, module_name, lang):
        original(self, module_name, lang)
        if module_name in NATIVE_MODULES and lang.startswith("fa"):
            extra = self.get_python_translations("loyalty_club", lang)
            own = self.python_translations[module_name, lang]
            self.python_translations[module_name, lang] = ReadonlyDict({**extra, **own})

    _load_python_translations._has_extra_terms = True
    return _load_python_translations


if not getattr(CodeTranslations._load_python_translations, "_has_extra_terms", False):
    CodeTranslations._load_python_translations = _with_extra_terms(CodeTranslations._load_python_translations)
    for key in [key for key in code_translations.python_translations if key[0] in NATIVE_MODULES]:
        del code_translations.python_translations[key]

from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.origin import clean_origin


class LoyaltyForm(models.Model):
    """Forms on other web sites (F5)."""

    _inherit = "loyalty.form"

    embed_sites = fields.Text(
        string="Other Sites",
        copy=False,
        help="The web sites that may show this form, one a line, such as https://shop.example.com. Empty: none.",
    )
    embed_code = fields.Char(compute="_compute_embed_code", string="Code for Other Sites")
    popup_code = fields.Char(compute="_compute_popup_code", string="Code for a Pop-up")

    @api.depends("slug", "website_id", "embed_sites", "name")
    @api.depends_context("lang")
    def _compute_embed_code(self):
        for form in self:
            form.embed_code = bool(form.embed_sites and form.public_url) and form._embed_code(title=form.name)

    @api.depends("embed_code")
    @api.depends_context("lang")
    def _compute_popup_code(self):
        for form in self:
            form.popup_code = bool(form.embed_code) and form._embed_code(popup=form.name, close=self.env._("Close"))

    def _embed_code(self, **words):
        """The code for other sites, in the user's language: the names are what screen readers say.

        :param dict words: more of what `static/embed/embed.js` reads
        """
        base = self.public_url.removesuffix(f"/f/{self.slug}")
        data = {"form": self.slug, "lang": self._language_path(self.env.lang).strip("/"), **words}
        read = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items() if value)
        return f'<script async src="{base}/loyalty_forms/static/embed/embed.js"{read}></script>'

    @api.constrains("embed_sites")
    def _check_embed_sites(self):
        for form in self:
            for line in (form.embed_sites or "").split():
                if not clean_origin(line):
                    raise ValidationError(self.env._("“%s” is no web site, such as https://shop.example.com.", line))

    def _embed_origins(self):
        """The origins that may show this form.

        :rtype: list
        """
        return [origin for line in (self.embed_sites or "").split() if (origin := clean_origin(line))]

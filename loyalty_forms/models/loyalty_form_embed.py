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

    @api.depends("slug", "website_id", "embed_sites")
    def _compute_embed_code(self):
        for form in self:
            base = form.public_url and form.public_url.removesuffix(f"/f/{form.slug}")
            form.embed_code = (
                bool(form.embed_sites and base)
                and f'<script async src="{base}/loyalty_forms/static/embed/embed.js" data-form="{form.slug}"></script>'
            )

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

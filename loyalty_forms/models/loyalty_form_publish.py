from odoo import api, fields, models


class LoyaltyForm(models.Model):
    """Ways to a published form (F5): short link, building block, pop-up."""

    _inherit = "loyalty.form"

    short_url = fields.Char(string="Short Link", compute="_compute_short_url", help="Counts who clicks it.")

    @api.depends("slug", "is_published")
    def _compute_short_url(self):
        """The links that were made already: reading a form makes none."""
        urls = [form.public_url for form in self if form.public_url]
        trackers = self.env["link.tracker"].sudo().search([("url", "in", urls), ("label", "=", "form")])
        short = {tracker.url: tracker.short_url for tracker in trackers}
        for form in self:
            form.short_url = short.get(form.public_url, False)

    def _language_path(self, code):
        """What stands before a path of the web site for a language; '' where the site has it not. Also where that is
        the language of the site: without it in the address, the browser's own language would be shown.

        :param str code: of the language, or None
        """
        website = self.website_id or self.env["website"].search([("company_id", "=", self.company_id.id)], limit=1)
        lang = website.sudo().language_ids.filtered(lambda lang: lang.code == code)
        return f"/{lang.url_code}" if lang else ""

    def _public_url_in(self, code):
        """The form's link for somebody whose language is known.

        :param str code: of the language, or None
        """
        path = f"/f/{self.slug}"
        return f"{self.public_url.removesuffix(path)}{self._language_path(code)}{path}"

    def action_short_link(self):
        """Make the short link, by Odoo's own link tracker."""
        self.ensure_one()
        self.check_access("write")
        # Managers of forms need no rights on links for this one.
        self.env["link.tracker"].sudo().search_or_create(
            [{"url": self.public_url, "label": "form", "title": self.name}]
        )
        self.invalidate_recordset(["short_url"])

    @api.model
    def website_block_forms(self, website_id):
        """The forms that a page of a web site can show, for the editor.

        :rtype: list of dicts of name and slug
        """
        website = self.env["website"].browse(website_id).exists()
        # Editors of web sites need no rights on forms to choose one that everybody may open.
        forms = self.sudo().search(
            [
                ("is_published", "=", True),
                ("company_id", "=", website.company_id.id),
                ("website_id", "in", [False, website.id]),
            ]
        )
        return [{"name": form.name, "slug": form.slug} for form in forms]

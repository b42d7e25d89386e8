from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PER_PAGE = 20


class EntryPortal(CustomerPortal):
    """A customer's own entries: what he sent, how far it is, what was answered."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "form_entry_count" in counters:
            values["form_entry_count"] = self._entries().search_count(self._mine())
        return values

    @http.route(["/my/forms", "/my/forms/page/<int:page>"], type="http", auth="user", website=True)
    def my_forms(self, page=1, **_kwargs):
        Entry, domain = self._entries(), self._mine()
        pages = pager("/my/forms", Entry.search_count(domain), page=page, step=PER_PAGE)
        entries = Entry.search(domain, limit=PER_PAGE, offset=pages["offset"])
        values = {
            **self._prepare_portal_layout_values(),
            "entries": [entry._portal_values() for entry in entries],
            # Anybody may open a published form; customers have no rights to look for them.
            "offers": request.env["loyalty.form"].sudo()._portal_offers(request.website),
            "pager": pages,
            "page_name": "forms",
        }
        return request.render("loyalty_forms.portal_my_forms", values)

    @http.route("/my/forms/<int:entry_id>", type="http", auth="user", website=True, methods=["GET"])
    def my_form(self, entry_id, **_kwargs):
        values = {
            **self._prepare_portal_layout_values(),
            "entry": self._find_mine(entry_id)._portal_details(),
            "page_name": "forms",
        }
        return request.render("loyalty_forms.portal_my_form", values)

    @http.route("/my/forms/<int:entry_id>", type="http", auth="user", website=True, methods=["POST"])
    def my_form_reply(self, entry_id, text="", **_kwargs):
        entry = self._find_mine(entry_id)
        if text.strip():
            entry._portal_reply(request.env.user.partner_id, text.strip())
        return request.redirect(f"/my/forms/{entry_id}")

    def _entries(self):
        # Portal users have no rights on entries: what they get is bounded by `_mine`, and leaves as plain values.
        return request.env["loyalty.form.entry"].sudo()

    def _mine(self):
        return self._entries()._portal_domain(request.env.user.partner_id)

    def _find_mine(self, entry_id):
        entry = self._entries().search(self._mine() & Domain("id", "=", entry_id))
        if not entry:
            raise NotFound()
        return entry

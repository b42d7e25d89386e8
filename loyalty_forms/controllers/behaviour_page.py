from odoo.http import request

from . import guard
from .form_page import FormPage
from .form_screen import page_route

MAX_BEAT = 4096


class BehaviourPage(FormPage):
    """Counts how far visitors come, without cookies."""

    def _new_page(self, form):
        page = super()._new_page(form)
        if not self._is_trial(form):
            request.env["loyalty.form.visit"].sudo()._opened(form, page["nonce"], self._ip())
        return page

    @page_route("/f/<string:slug>/seen", methods=["POST"], csrf=False, max_content_length=MAX_BEAT)
    def form_seen(self, slug, token="", field="", **_kwargs):
        """The page tells at which field somebody is. Without a token of this server nothing is counted, and of one page
        not more than a few dozen times."""
        form = request.env["loyalty.form"].sudo()._at_address(slug, [("is_published", "=", True)])
        page = form and guard.read_page(request.env, form, token)
        if page:
            request.env["loyalty.form.visit"].sudo()._reached(form, page["nonce"], str(field)[:64])
        return request.make_response("", status=204)

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class ShortLink(http.Controller):
    """Where the short links of messages lead (S7)."""

    @http.route("/r/<string:link_code>/m/<string:code>", type="http", auth="public", sitemap=False)
    def open_link(self, link_code, code, **_params):
        """Count the click, unless a machine looks at the link, and go on to the page."""
        target = request.env["link.tracker"].get_url_from_code(link_code)
        if not target:
            raise NotFound
        if not request.env["ir.http"].is_a_bot():
            request.env["link.tracker.click"].sudo().add_click(
                link_code, ip=request.httprequest.remote_addr, country_code=request.geoip.country_code
            )
            request.env["loyalty.sms.message"].sudo()._note_click(link_code, code)
        return request.redirect(target, code=302, local=False)

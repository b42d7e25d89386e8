from odoo import fields, http
from odoo.http import request

from odoo.addons.crm_segments.tools.dates import show_date
from odoo.addons.portal.controllers.portal import CustomerPortal


class ConsentPage(CustomerPortal):
    """Where a customer says by which channels he wants advertising (S6). Works without JavaScript."""

    @http.route("/my/messages", type="http", auth="user", website=True, methods=["GET", "POST"], sitemap=False)
    def my_messages(self, **post):
        """Show the channels, and take in what he chooses."""
        partner = request.env.user.partner_id
        saved = request.httprequest.method == "POST"
        if saved:
            partner._set_advertising(
                sms=bool(post.get("sms")), email=bool(post.get("email")), address=request.httprequest.remote_addr
            )
        values = {
            "page_name": "club_messages",
            "partner": partner,
            "channels": partner._advertising_channels(),
            "locked": partner._is_sms_locked(),
            "saved": saved,
            "show_date": lambda at: show_date(fields.Datetime.context_timestamp(partner, at), request.env.lang),
            **partner._advertising_history(),
        }
        return request.render("loyalty_sms.portal_my_messages", values)

from odoo import models
from odoo.tools import LazyTranslate, format_date

_lt = LazyTranslate(__name__)

SHOWN = 8


class HomeNewest(models.AbstractModel):
    """Who came last."""

    _name = "club.home.block.newest"
    _inherit = ["club.home.block.kind"]
    _description = "Home Block: Newest Customers"

    _label = _lt("Newest Customers")
    _sequence = 50
    _show = "rows"

    def _read(self):
        names = ["complete_name", "date_added", "customer_group_id", "customer_status_kind"]
        newest = self.env["res.partner"].search_fetch(
            [("is_customer_club", "=", True)], names, order="date_added DESC, id DESC", limit=SHOWN
        )
        tones = {"pending": "warning", "blocked": "danger", "inactive": "muted"}
        return {
            "items": [
                self._item(
                    partner.complete_name or partner.display_name,
                    partner.date_added and format_date(self.env, partner.date_added),
                    note=partner.customer_group_id.name,
                    icon="fa-user",
                    tone=tones.get(partner.customer_status_kind, ""),
                    action=partner.action_club_open(),
                )
                for partner in newest
            ],
            "empty": self.env._("No customers yet"),
            "action": "crm_segments.res_partner_action_customers",
            "action_label": self.env._("All"),
        }

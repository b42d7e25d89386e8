from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class TimelineIp(models.AbstractModel):
    """Sign-ups, sign-ins and form entries, with their address; orders speak for themselves."""

    _name = "club.timeline.source.ip"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: Visits"

    _label = _lt("Visits")
    _sequence = 40
    _icon = "fa-globe"
    _color = "info"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT date, 'ip' AS kind, event || ' ' || ip AS title, 'club.customer.ip' AS res_model, id AS res_id,
                      'fa-globe' AS icon
                 FROM club_customer_ip WHERE partner_id IN %s AND event <> 'order'""",
            partner_ids,
        )

    def _describe(self, rows):
        labels = dict(self.env["club.customer.ip"]._fields["event"]._description_selection(self.env))
        titles = []
        for row in rows:
            event, _space, ip = row["title"].partition(" ")
            titles.append(self.env._("%(event)s from %(ip)s", event=labels.get(event, event), ip=f"\u2066{ip}\u2069"))
        return titles

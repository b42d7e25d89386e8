from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class TimelineMember(models.AbstractModel):
    """When the customer joined a club, and when he left it."""

    _name = "club.timeline.source.member"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: Membership"

    _label = _lt("Membership")
    _sequence = 13
    _icon = "fa-id-card-o"
    _color = "warning"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT joined_on AS date, 'member' AS kind, 'joined' AS title, 'loyalty.club.member' AS res_model,
                      id AS res_id, 'fa-id-card-o' AS icon
                 FROM loyalty_club_member WHERE partner_id IN %s
                UNION ALL
               SELECT left_on, 'member', 'left', 'loyalty.club.member', id, 'fa-sign-out'
                 FROM loyalty_club_member WHERE partner_id IN %s AND left_on IS NOT NULL""",
            partner_ids,
            partner_ids,
        )

    def _describe(self, rows):
        members = {one.id: one for one in self.env["loyalty.club.member"].browse(row["res_id"] for row in rows)}
        return [
            self.env._("Joined %(club)s as %(number)s", club=member.club_id.name, number=member.number)
            if row["title"] == "joined"
            else self.env._("Left %s", member.club_id.name)
            for row in rows
            for member in [members[row["res_id"]]]
        ]

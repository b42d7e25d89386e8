from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class TimelinePoints(models.AbstractModel):
    """Points and credit given, spent, expired: each row of the ledger with its reason."""

    _name = "club.timeline.source.points"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: Points"

    _label = _lt("Points")
    _sequence = 12
    _icon = "fa-star-o"
    _color = "warning"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT l.occurred_on AS date, 'points' AS kind, l.kind AS title, 'loyalty.ledger' AS res_model,
                      l.id AS res_id, CASE WHEN l.points > 0 THEN 'fa-star' ELSE 'fa-star-o' END AS icon
                 FROM loyalty_ledger l JOIN loyalty_card c ON c.id = l.card_id
                WHERE c.partner_id IN %s AND l.kind NOT IN ('settle', 'hold', 'release')""",
            partner_ids,
        )

    def _describe(self, rows):
        ledger = {row.id: row for row in self.env["loyalty.ledger"].browse([row["res_id"] for row in rows])}
        return [ledger[row["res_id"]].sentence for row in rows]

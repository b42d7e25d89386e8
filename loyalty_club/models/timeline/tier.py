from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class TimelineTier(models.AbstractModel):
    """When the customer rose to a tier, or fell to one."""

    _name = "club.timeline.source.tier"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: Tiers"

    _label = _lt("Tiers")
    _sequence = 14
    _icon = "fa-trophy"
    _color = "warning"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT t.changed_on AS date, 'tier' AS kind, t.direction AS title,
                      'loyalty.club.tier.change' AS res_model, t.id AS res_id,
                      CASE t.direction WHEN 'down' THEN 'fa-arrow-down' ELSE 'fa-trophy' END AS icon
                 FROM loyalty_club_tier_change t JOIN loyalty_club_member m ON m.id = t.member_id
                WHERE m.partner_id IN %s""",
            partner_ids,
        )

    def _describe(self, rows):
        changes = {one.id: one for one in self.env["loyalty.club.tier.change"].browse(row["res_id"] for row in rows)}
        return [self._describe_change(changes[row["res_id"]]) for row in rows]

    def _describe_change(self, change):
        names = {"tier": change.to_tier_id.name or "", "club": change.club_id.name, "reason": change.reason or ""}
        if not change.to_tier_id:
            return self.env._("In no tier of %(club)s any more", **names)
        if change.direction == "up":
            return self.env._("Rose to the tier %(tier)s of %(club)s", **names)
        if change.direction == "down":
            return self.env._("Fell to the tier %(tier)s of %(club)s", **names)
        return self.env._("Set to the tier %(tier)s of %(club)s: %(reason)s", **names)

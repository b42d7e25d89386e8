from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.display import show_number

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleVisit(models.AbstractModel):
    """Points for coming by, once a day: staff notes the visit on the member."""

    _name = "loyalty.club.rule.visit"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Visit"

    _label = _lt("Visit")
    _sequence = 70
    _trigger = "event"

    def _sentence(self, params, row):
        return self.env._("%s points for your visit", row._amount())


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    def action_visit(self):
        """Note that the member is here, and say what that gave him."""
        self.ensure_one()
        self.check_access("write")
        rules = self.env["loyalty.club.rule"]
        rows = rules._give("visit", self, str(self.club_id._today()))
        points = sum(rows.filtered(lambda row: row.kind == "rule").mapped("points"))
        if points:
            message = self.env._("%s points for the visit", show_number(points, self.env.lang))
        elif rules.search_count([("kind", "=", "visit"), ("club_id", "=", self.club_id.id)], limit=1):
            message = self.env._("No points: the visit of today has been noted before, or no rule holds now.")
        else:
            message = self.env._("No rule of this club gives points for a visit.")
        if points:
            self.message_post(
                body=self.env._("Visited on %s", fields.Date.to_string(self.club_id._today())),
                subtype_xmlid="mail.mt_note",
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if points else "warning",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

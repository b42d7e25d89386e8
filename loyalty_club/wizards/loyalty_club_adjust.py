from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.display import show_number
from ..tools.points import to_points


class LoyaltyClubAdjust(models.TransientModel):
    """Staff gives or takes points, always under a rule and with a reason."""

    _name = "loyalty.club.adjust"
    _description = "Give or Take Points"

    member_id = fields.Many2one("loyalty.club.member", required=True)
    club_id = fields.Many2one(related="member_id.club_id")
    balance = fields.Float(string="Balance", related="member_id.points")
    rule_id = fields.Many2one(
        "loyalty.club.rule",
        required=True,
        domain="[('club_id', '=', club_id), ('kind', '=', 'manual')]",
        compute="_compute_rule_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    direction = fields.Selection([("give", "Give"), ("take", "Take")], required=True, default="give")
    points = fields.Float(digits=(16, 2), required=True)
    reason = fields.Char(required=True)
    token = fields.Char(default=lambda self: str(self.env.cr.now()), readonly=True)

    @api.depends("member_id")
    def _compute_rule_id(self):
        for wizard in self:
            rules = wizard.club_id.rule_ids.filtered(lambda rule: rule.kind == "manual")
            wizard.rule_id = rules._valid_on(wizard.club_id._today())[:1] if wizard.club_id else False

    def action_apply(self):
        """Post the points; pressing twice posts once."""
        self.ensure_one()
        self.member_id.check_access("read")
        points, rule = to_points(self.points), self.rule_id
        if points <= 0:
            raise UserError(self.env._("Enter how many points, above zero."))
        if self.member_id.state != "active":
            raise UserError(self.env._("Only active members have points."))
        if rule.club_id != self.club_id or rule.kind != "manual" or not rule._valid_on(self.club_id._today()):
            raise UserError(self.env._("Choose a rule of this club that lets staff give points."))
        manager = self.env.user.has_group("crm_segments.crm_segments_group_manager")
        if points > to_points(rule.manual_limit) and not manager:
            limit = show_number(rule.manual_limit, self.env.lang)
            raise AccessError(self.env._("More than %s points at once is for managers.", limit))
        if self.direction == "give" and not manager:
            self._check_limits(points)
        entry = rule.sudo()._entry(
            self.member_id.sudo().card_id,
            points if self.direction == "give" else -points,
            kind="adjust",
            reason=self.reason,
            key=f"adjust:{self.id}:{self.token}",
            src=self.member_id,
        )
        self.env["loyalty.ledger"]._post([entry])
        return {"type": "ir.actions.act_window_close"}

    def _check_limits(self, points):
        """The limits of the rule bind staff, so that a gift is not given in many small parts.

        :raise AccessError: for more than they leave
        """
        rule, member = self.rule_id.sudo(), self.member_id.sudo()
        member.card_id._club_lock()
        left, name = rule._room(rule._caps(), member, fields.Datetime.now())
        if left is not None and points > left:
            reason = rule._cap_sentence(name, max(left, 0))
            raise AccessError(self.env._("%s More is for managers.", reason))

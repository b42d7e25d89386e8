from markupsafe import Markup

from odoo import api, fields, models

from ..tools.display import show_number
from ..tools.points import ZERO, to_points


class LoyaltyClubRuleTest(models.TransientModel):
    """Try a rule on a member before anybody gets points: what it would give, and why or why not. Nothing is booked."""

    _name = "loyalty.club.rule.test"
    _description = "Try a Rule"

    rule_id = fields.Many2one("loyalty.club.rule", required=True, readonly=True)
    club_id = fields.Many2one(related="rule_id.club_id")
    currency_id = fields.Many2one(related="club_id.currency_id")
    is_purchase = fields.Boolean(compute="_compute_is_purchase")
    member_id = fields.Many2one("loyalty.club.member", domain="[('club_id', '=', club_id)]")
    order_id = fields.Many2one("sale.order", domain="[('partner_id.commercial_partner_id', '=', buyer_id)]")
    buyer_id = fields.Many2one(related="member_id.partner_id.commercial_partner_id")
    amount = fields.Monetary(help="What the purchase would come to.")
    moment = fields.Datetime(string="Date", default=fields.Datetime.now, required=True)
    points = fields.Float(compute="_compute_result", digits=(16, 2))
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends("rule_id")
    def _compute_is_purchase(self):
        for wizard in self:
            wizard.is_purchase = wizard.rule_id._trigger() == "purchase"

    @api.depends("rule_id", "member_id", "order_id", "amount", "moment")
    def _compute_result(self):
        for wizard in self:
            wizard.points, lines = wizard._try() if wizard.member_id else (0, [self.env._("Choose a member.")])
            wizard.result = Markup("<ul class='mb-0'>%s</ul>") % Markup("").join(
                Markup("<li>%s</li>") % line for line in lines
            )

    def _try(self):
        """:return: `(points, sentences that say how they come about)`"""
        rule, member, order = self.rule_id.sudo(), self.member_id.sudo(), self.order_id
        if order:
            order.check_access("read")
        order = order.sudo()
        moment = order._club_moment() if order else self.moment or fields.Datetime.now()
        if refusal := rule._refusal(member, moment):
            return 0, [refusal]
        if rule.kind == "manual":
            return 0, [self.env._("Staff chooses the points each time.")]
        snapshot = rule._snapshot_for(member)
        base = rule._worth({**snapshot, "multiplier": None}, self._event(rule, member, order))
        if base <= ZERO:
            return 0, [self.env._("The rule gives nothing for this: what it asks for is missing.")]
        return self._say(rule, member, order, snapshot, moment, base)

    def _event(self, rule, member, order):
        if order:
            return rule._kind()._event(rule, member, order, None)
        line = {
            "product": rule.product_ids[:1].id,
            "categories": rule.category_ids.ids,
            "quantity": 1,
            "amount": self.amount,
        }
        return {"amount": self.amount, "bought": [line]}

    def _say(self, rule, member, order, snapshot, moment, base):
        points = to_points(base * to_points(snapshot.get("multiplier") or 1))
        lines = [self.env._("The rule itself gives %s points.", show_number(base, self.env.lang))]
        if snapshot.get("multiplier"):
            lines.append(
                self.env._(
                    "× %(factor)s for the tier %(tier)s: %(points)s points",
                    factor=show_number(snapshot["multiplier"], self.env.lang),
                    tier=snapshot["tier"],
                    points=show_number(points, self.env.lang),
                )
            )
        given, cap = rule._limited(points, snapshot, member, moment, apart_from=order or None)
        if cap:
            lines.append(rule._cap_sentence(cap, given))
        if given:
            lines.append(self.env._("The member reads: “%s”", self._sentence(rule, member, order, snapshot, given)))
        return given, lines

    def _sentence(self, rule, member, order, snapshot, points):
        row = self.env["loyalty.ledger"].new(
            {
                "kind": "rule",
                "points": points,
                "rule_snapshot": snapshot,
                "club_id": rule.club_id.id,
                "company_id": rule.company_id.id,
                "card_id": member.card_id.id,
                "src_name": order.name or "S00000",
            }
        )
        return row.with_context(lang=member.partner_id.lang or self.env.lang)._say()

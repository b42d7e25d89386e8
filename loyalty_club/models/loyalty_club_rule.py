from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.points import to_points


class LoyaltyClubRuleKind(models.AbstractModel):
    """Family of rules that give points. A kind is one file under `models/rules`.

    * `_trigger`: when the rule speaks: `"join"` (a member becomes active), `"purchase"` (an order is confirmed or
      changed), `"manual"` (staff decides), `"day"` (once a day), `"event"` (something else happened: whoever sees it
      calls `loyalty.club.rule._give`).
    * `_params(rule)`: what the points depend on, as JSON. It is kept with each row, so that what was earned under a
      rule is worked out again under the same rule.
    * `_points(params, event)`: the points, as Decimal; pure. `event` is a dict whose keys the trigger defines.
    * `_sentence(params, row)`: why the row gave its points, in the reader's language.
    * `_event(rule, member, order, row)`, for the trigger `"purchase"`: what `_points` needs to know of the purchase.
    * `_is_about(rule, event)`, for the trigger `"event"`: whether the rule speaks about what happened.
    * `_day_entries(rule, day)`, for the trigger `"day"`: entries for the ledger, whose keys make them happen once.
    * `_check(rule)`: raise ValidationError when the rule is not complete.
    """

    _name = "loyalty.club.rule.kind"
    _inherit = ["club.kind"]
    _description = "Kind of Point Rule"

    _trigger = None

    def _params(self, rule):
        """:rtype: dict"""
        return {"points": str(to_points(rule.points))}

    def _points(self, params, event):
        """:rtype: Decimal"""
        return to_points(params.get("points"))

    def _sentence(self, params, row):
        """:rtype: str"""
        return params.get("name") or ""

    def _event(self, rule, member, order, row):
        """What the points of a purchase depend on.

        :param loyalty.club.purchase order: the purchase as it is now
        :param row: the row that the rule gave for it before, if any
        :rtype: dict
        """
        return {"amount": order._club_in_currency(order._club_amounts()[0], rule.club_id)}

    def _is_about(self, rule, event):
        """:rtype: bool"""
        return True

    def _day_entries(self, rule, day):
        """:rtype: list"""
        return []

    def _check(self, rule):
        """:raise ValidationError: when the rule cannot work"""
        if to_points(rule.points) <= 0:
            raise ValidationError(self.env._("A rule gives more than nothing: set its points."))


class LoyaltyClubRule(models.Model):
    _name = "loyalty.club.rule"
    _description = "Point Rule"
    _inherit = ["club.kind.mixin"]
    _order = "club_id, sequence, id"

    _kind_family = "loyalty.club.rule.kind"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    club_id = fields.Many2one("loyalty.club", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="club_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="club_id.currency_id")
    kind = fields.Selection(default="purchase")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until", help="The last day of the rule.")
    points = fields.Float(digits=(16, 2), default=1, help="How many points the rule gives each time.")
    validity_days = fields.Integer(string="Points Valid for (Days)", help="0: as the club says.")
    hold_days = fields.Integer(
        string="Spendable after (Days)", help="Points of this rule can be spent only so many days later. 0: at once."
    )
    given_count = fields.Integer(string="Times", compute="_compute_given")
    given_points = fields.Float(string="Points Given", compute="_compute_given", digits=(16, 2))

    _days_positive = models.Constraint("CHECK (validity_days >= 0 AND hold_days >= 0)", "Days cannot be negative.")

    def _compute_given(self):
        """What the rule has given, less what was taken back."""
        groups = (
            self.env["loyalty.ledger"]
            .sudo()
            ._read_group(
                [("rule_id", "in", self.ids), ("kind", "in", ["rule", "adjust", "reverse"])],
                ["rule_id", "kind"],
                ["__count", "points:sum"],
            )
        )
        count, points = {}, {}
        for rule, kind, times, total in groups:
            points[rule] = points.get(rule, 0) + total
            if kind != "reverse":
                count[rule] = count.get(rule, 0) + times
        for rule in self:
            rule.given_count = count.get(rule, 0)
            rule.given_points = points.get(rule, 0)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for rule in self:
            if rule.date_from and rule.date_to and rule.date_from > rule.date_to:
                raise ValidationError(self.env._("The rule “%s” ends before it begins.", rule.name))

    @api.constrains("kind", "points")
    def _check_complete(self):
        for rule in self:
            kind = rule._kind()
            if kind is not None:
                kind._check(rule)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unused(self):
        if self.env["loyalty.ledger"].sudo().search_count([("rule_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("A rule that gave points is part of the ledger: archive it instead."))

    def _trigger(self):
        """When this rule speaks, or None when its kind is not installed."""
        kind = self._kind()
        return kind._trigger if kind is not None else None

    def _snapshot(self):
        """The rule as it is now, for the ledger."""
        self.ensure_one()
        return {"kind": self.kind, "name": self.name, **self._kind()._params(self)}

    def _entry(self, card, points, **values):
        """An entry of this rule for the ledger.

        :rtype: dict
        """
        self.ensure_one()
        occurred_on = values.get("occurred_on") or fields.Datetime.now()
        day = self._local_day(occurred_on)
        return {
            "card_id": card.id,
            "kind": "rule",
            "points": points,
            "rule_id": self.id,
            "rule_snapshot": self._snapshot(),
            "expires_on": self.club_id._expiry_of(day, self),
            "occurred_on": occurred_on,
            "available_on": fields.Date.add(day, days=self.hold_days) if self.hold_days else False,
            **values,
        }

    def _local_day(self, moment):
        """The day of a moment where the club is."""
        return self.club_id._local_day(moment)

    def action_try(self):
        """Try the rule on a member, without booking anything."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try the Rule"),
            "res_model": "loyalty.club.rule.test",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_rule_id": self.id},
        }

    def action_open_rows(self):
        """What this rule gave."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_club.loyalty_ledger_action")
        return dict(action, domain=[("rule_id", "=", self.id)], context={})

from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class LoyaltyClub(models.Model):
    """A customer club. Its points are those of exactly one native loyalty program."""

    _name = "loyalty.club"
    _description = "Customer Club"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Amounts in the rules of this club are in this currency.",
    )
    program_id = fields.Many2one(
        "loyalty.program",
        string="Loyalty Program",
        copy=False,
        ondelete="restrict",
        index=True,
        domain="[('program_type', '=', 'loyalty'), ('applies_on', '=', 'both'), ('club_ids', '=', False)]",
        help="Left empty, the club makes its own. A program that is in use brings its cards with their points.",
    )
    point_value = fields.Float(
        string="Value of a Point",
        default=1.0,
        digits=(16, 4),
        help="What a point is worth, in the currency of the club, when it is spent on an order.",
    )
    validity_days = fields.Integer(
        string="Points Valid for (Days)", help="Points expire after so many days, oldest first. 0: they never expire."
    )
    reservation_minutes = fields.Integer(
        string="Reserve for (Minutes)",
        default=60,
        help="How long points stay reserved for an order that is being paid, in the shop and at the till.",
    )
    tier_grace_days = fields.Integer(
        string="Grace (Days)", default=30, help="How long a member keeps a tier that he has not earned again."
    )
    tier_ids = fields.One2many("loyalty.club.tier", "club_id", string="Tiers", copy=True)
    rule_ids = fields.One2many("loyalty.club.rule", "club_id", string="Rules", copy=True)
    member_ids = fields.One2many("loyalty.club.member", "club_id", string="Members")
    member_count = fields.Integer(compute="_compute_counts")
    pending_count = fields.Integer(compute="_compute_counts")
    points_outstanding = fields.Float(compute="_compute_counts", digits=(16, 2))

    _program_unique = models.Constraint("UNIQUE (program_id)", "A loyalty program belongs to one club.")
    _days_positive = models.Constraint(
        "CHECK (validity_days >= 0 AND tier_grace_days >= 0)", "Days cannot be negative."
    )
    _minutes_positive = models.Constraint(
        "CHECK (reservation_minutes > 0)", "Points are reserved for a minute at least."
    )

    @api.depends("member_ids.state")
    def _compute_counts(self):
        groups = self.env["loyalty.club.member"]._read_group(
            [("club_id", "in", self.ids)], ["club_id", "state"], ["__count"]
        )
        counts = {(club, state): count for club, state, count in groups}
        cards = self.env["loyalty.card"].sudo().with_context(active_test=False)
        points = dict(cards._read_group([("program_id", "in", self.program_id.ids)], ["program_id"], ["points:sum"]))
        for club in self:
            club.member_count = counts.get((club, "active"), 0)
            club.pending_count = counts.get((club, "pending"), 0)
            club.points_outstanding = points.get(club.program_id, 0)

    @api.constrains("program_id", "company_id")
    def _check_program(self):
        for club in self:
            program = club.program_id.sudo()
            if program.program_type != "loyalty" or program.applies_on != "both":
                raise ValidationError(self.env._("A club stands on a native loyalty card program."))
            if program.company_id and program.company_id != club.company_id:
                raise ValidationError(self.env._("The loyalty program belongs to another company than the club."))

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        vals_list = [self._add_missing_default_values(vals) for vals in vals_list]
        adopted = [bool(vals.get("program_id")) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("program_id") and vals.get("name"):  # a club without a name is refused below
                vals["program_id"] = self._create_program(vals).id
            if not vals.get("tier_ids"):
                vals["tier_ids"] = self.env["loyalty.club.tier"]._default_commands()
        clubs = super().create(vals_list)
        for club, is_adopted in zip(clubs, adopted, strict=False):
            club.tier_ids._translate_default_names()
            if is_adopted:
                club._adopt_cards()
        return clubs

    def write(self, vals):
        if "program_id" in vals and any(club.program_id.id != vals["program_id"] for club in self):
            raise UserError(self.env._("The loyalty program of a club cannot be exchanged: its points are in it."))
        if "company_id" in vals and any(club.company_id.id != vals["company_id"] for club in self):
            raise UserError(self.env._("A club stays with its company."))
        result = super().write(vals)
        if "name" in vals:
            for club in self:
                club.program_id.sudo().name = club.name
        if "point_value" in vals:
            for club in self:
                own = club.program_id.sudo().reward_ids.filtered(lambda reward: reward.discount_mode == "per_point")
                own.discount = club.point_value
        return result

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", club.name))
            for club, vals in zip(self, super().copy_data(default=default), strict=False)
        ]

    @api.model
    def _create_program(self, vals):
        """The native program of a new club: points belong to the customer and stay, and pay for orders.

        It has no earning rule of its own: the club's rules give the points, so that nothing earns twice.

        :rtype: loyalty.program
        """
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        point_name = self.env._("Points")
        program = (
            self.env["loyalty.program"]
            .sudo()
            .with_company(company)
            .create(
                {
                    "name": vals["name"],
                    "program_type": "loyalty",
                    "applies_on": "both",
                    "trigger": "auto",
                    "company_id": company.id,
                    "currency_id": vals.get("currency_id") or company.currency_id.id,
                    "portal_visible": True,
                    "portal_point_name": point_name,
                    "rule_ids": [],
                    "communication_plan_ids": [],
                    "reward_ids": [
                        fields.Command.create(
                            {
                                "reward_type": "discount",
                                "discount_mode": "per_point",
                                "discount": vals.get("point_value") or 1.0,
                                "discount_applicability": "order",
                                "required_points": 1,
                                "description": self.env._("Pay with points"),
                            }
                        )
                    ],
                }
            )
        )
        program.rule_ids.unlink()
        return program

    def _local_day(self, moment):
        """The day of a moment (UTC) where the club is."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        return self._local_time(moment).date()

    def _today(self):
        """Today where the club is."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self._timezone()))

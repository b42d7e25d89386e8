from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, split_every

SOURCES = [
    ("manual", "By staff"),
    ("signup", "Sign-up"),
    ("form", "Form"),
    ("import", "Import"),
    ("order", "Order"),
    ("sms", "SMS"),
    ("native", "Card in use"),
    ("other", "Other"),
]


class LoyaltyClubMember(models.Model):
    """A customer in a club. An active member has his native card, made when he became active."""

    _name = "loyalty.club.member"
    _description = "Club Member"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "partner_id"]

    # Not stored, and read from what is posted in SQL.
    _FOLLOW_POINTS = (
        "held_points",
        "spendable_points",
        "reserved_points",
        "ledger_ids",
        "ledger_count",
        "next_tier_id",
        "next_tier_missing",
        "next_tier_progress",
    )

    club_id = fields.Many2one("loyalty.club", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="club_id.company_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="restrict")
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    number = fields.Char(string="Member Number", readonly=True, copy=False)
    state = fields.Selection(
        [("pending", "Pending"), ("active", "Active"), ("suspended", "Suspended"), ("left", "Left")],
        required=True,
        default="pending",
        readonly=True,
        tracking=True,
        index=True,
        copy=False,
    )
    joined_on = fields.Datetime(string="Joined", readonly=True, copy=False)
    source = fields.Selection(SOURCES, default="manual", readonly=True, copy=False)
    referrer_id = fields.Many2one(
        "loyalty.club.member", string="Brought by", index="btree_not_null", ondelete="set null"
    )
    card_id = fields.Many2one("loyalty.card", readonly=True, copy=False, index=True, ondelete="restrict")
    points = fields.Float(related="card_id.points", tracking=False)
    held_points = fields.Float(compute="_compute_held_points", digits=(16, 2))
    ledger_ids = fields.One2many("loyalty.ledger", compute="_compute_ledger_ids")
    ledger_count = fields.Integer(compute="_compute_ledger_ids")

    _club_partner_unique = models.Constraint("UNIQUE (club_id, partner_id)", "This customer is in the club already.")
    _number_unique = models.Constraint("UNIQUE (number)", "This member number is taken.")

    @api.depends("number", "partner_id")
    def _compute_display_name(self):
        for member in self:
            member.display_name = f"{member.partner_id.name or ''} ({member.number or ''})"

    def _cards(self):
        """The cards of these members, also those that were merged into theirs."""
        return (
            self.env["loyalty.card"]
            .sudo()
            .with_context(active_test=False)
            .search(["|", ("id", "in", self.card_id.ids), ("club_merged_into_id", "in", self.card_id.ids)])
        )

    @api.model
    def _of_cards(self, cards):
        """The members whose points are on these cards."""
        return self.search([("card_id", "in", cards.ids)])

    @api.depends("card_id")
    def _compute_held_points(self):
        groups = dict(
            self.env["loyalty.lot"]
            .sudo()
            ._read_group([("card_id", "in", self.card_id.ids), ("held", ">", 0)], ["card_id"], ["held:sum"])
        )
        for member in self:
            member.held_points = groups.get(member.card_id, 0)

    @api.depends("card_id")
    def _compute_ledger_ids(self):
        for member in self:
            cards = member._cards() if member.card_id else self.env["loyalty.card"]
            member.ledger_ids = self.env["loyalty.ledger"].search([("card_id", "in", cards.ids)], limit=80)
            member.ledger_count = self.env["loyalty.ledger"].search_count([("card_id", "in", cards.ids)])

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """The customer joins by the club's own way, so that nobody is in it twice; in state active he has his card."""
        self.browse().check_access("create")
        members = self.browse()
        for vals in vals_list:
            vals = self._add_missing_default_values(vals)
            self._check_required(vals, ("club_id", "partner_id"))
            club = self.env["loyalty.club"].browse(vals.get("club_id"))
            partner = self.env["res.partner"].browse(vals.get("partner_id"))
            club.check_access("read")
            partner.check_access("read")
            member = club._join(partner, source=vals.get("source") or "manual", pending=vals.get("state") != "active")
            more = {name: vals[name] for name in ("referrer_id", "number", "joined_on") if vals.get(name)}
            if more:
                member.sudo().write(more)
            if vals.get("state") in ("suspended", "left"):
                member.sudo()._stop(vals["state"])
            members |= member
        return members

    def _check_required(self, vals, names):
        """What Odoo's own `create` would find missing.

        :raise ValidationError: with the labels of what is missing
        """
        missing = [self._fields[name]._description_string(self.env) for name in names if not vals.get(name)]
        if missing:
            raise ValidationError(self.env._("Please fill in: %s", ", ".join(missing)))

    def write(self, vals):
        if self._of_the_club() & vals.keys() and not self.env.su:
            raise UserError(self.env._("A membership is changed by its buttons."))
        return super().write(vals)

    def _of_the_club(self):
        """What the club alone writes; by hand there are buttons and wizards, which ask for rights and a reason."""
        return {"club_id", "partner_id", "card_id", "state", "number"}

    @api.ondelete(at_uninstall=False)
    def _unlink_without_card(self):
        if self.card_id:
            raise UserError(self.env._("A member with a card is not deleted: he can leave the club."))

    # === STATES === #

    def action_activate(self):
        """Make pending, suspended and former members active: card and, the first time, the points for joining."""
        self.check_access("write")
        members = self.sudo()._lock_members().filtered(lambda member: member.state != "active")
        for batch in split_every(1000, members.ids, members.browse):
            batch._activate()
        return True

    def _lock_members(self):
        """Two activations at once: the second waits, then starts again and finds nothing to do."""
        self.flush_recordset()
        self.env.execute_query(
            SQL("SELECT id FROM loyalty_club_member WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", self.ids)
        )
        return self

    def _activate(self):
        """Card, points for joining and tier of some thousand members, in sets."""
        new = self.filtered(lambda member: not member.card_id or not member.joined_on)
        new._enter()
        self.card_id.filtered(lambda card: not card.active).active = True
        (self - new).write({"state": "active"})
        for club, members in self.grouped("club_id").items():
            for rule in club.rule_ids.filtered(lambda rule: rule._trigger() == "join"):
                rule._give_for_joining(members)
        self._evaluate_tiers(upgrade_only=True)
        self._mark_touched()
        new._tell("join", "")

    def action_suspend(self):
        """Freeze: the card cannot be used until the member is activated again; points stay."""
        return self._stop("suspended")

    def _stop(self, state):
        self.check_access("write")
        members = self.sudo()
        members.card_id.active = False
        members.write({"state": state})
        members._mark_touched()
        return True

    # === ACTIONS === #

    def action_open_ledger(self):
        """The rows of this member."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_club.loyalty_ledger_action")
        return dict(action, domain=[("card_id", "in", self._cards().ids)], context={})

    def action_open_partner(self):
        """The customer himself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }

    def action_adjust(self):
        """Give or take points by hand."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give or Take Points"),
            "res_model": "loyalty.club.adjust",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_member_id": self.id},
        }

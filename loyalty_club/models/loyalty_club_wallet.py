"""Credit: money on Odoo's own e-wallet, given by a tier or a campaign, spent natively, in the same ledger by lots."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools.points import to_points


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    wallet_program_id = fields.Many2one(
        "loyalty.program",
        string="E-Wallet Program",
        copy=False,
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Odoo's e-wallet that holds the credit of this club; made when credit is given for the first time.",
    )
    credit_outstanding = fields.Monetary(string="Credit", compute="_compute_credit_outstanding")

    _wallet_unique = models.Constraint("UNIQUE (wallet_program_id)", "An e-wallet program belongs to one club.")

    def _compute_credit_outstanding(self):
        cards = self.env["loyalty.card"].sudo().with_context(active_test=False)
        credit = dict(
            cards._read_group([("program_id", "in", self.wallet_program_id.ids)], ["program_id"], ["points:sum"])
        )
        for club in self:
            club.credit_outstanding = credit.get(club.wallet_program_id, 0)

    def _wallet(self):
        """The e-wallet program of this club, made when there is none. Nobody tops it up at the till: it has no rule."""
        self.ensure_one()
        if not self.wallet_program_id:
            Program = self.env["loyalty.program"].sudo().with_company(self.company_id)
            program = Program.create(
                {
                    "name": self.env._("Credit of %s", self.name),
                    "program_type": "ewallet",
                    "applies_on": "future",
                    "trigger": "auto",
                    "company_id": self.company_id.id,
                    "currency_id": self.currency_id.id,
                    "portal_visible": True,
                    "portal_point_name": self.currency_id.symbol,
                    "rule_ids": [],
                    "communication_plan_ids": [],
                    "reward_ids": [
                        fields.Command.create(
                            {
                                "reward_type": "discount",
                                "discount_mode": "per_point",
                                "discount": 1,
                                "discount_applicability": "order",
                                "required_points": 1,
                                "description": self.env._("Pay with credit"),
                            }
                        )
                    ],
                }
            )
            program.rule_ids.unlink()
            self.sudo().wallet_program_id = program
        return self.wallet_program_id


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    currency_id = fields.Many2one(related="club_id.currency_id")
    wallet_card_id = fields.Many2one("loyalty.card", string="E-Wallet", compute="_compute_wallet")
    credit = fields.Monetary(compute="_compute_wallet")
    spendable_credit = fields.Monetary(
        string="Credit to Spend",
        compute="_compute_spendable_credit",
        help="The credit less what is reserved for an order that is being paid, and what has run out.",
    )

    @api.depends("partner_id", "club_id.wallet_program_id")
    def _compute_wallet(self):
        cards = self._wallet_cards()
        by_owner = {(card.program_id, card.partner_id): card for card in cards.sorted("active")}
        for member in self:
            member.wallet_card_id = by_owner.get((member.club_id.wallet_program_id, member.partner_id), False)
            member.credit = member.wallet_card_id.sudo().points

    @api.depends("wallet_card_id", "state")
    def _compute_spendable_credit(self):
        spendable = self.wallet_card_id.sudo()._spendable()
        for member in self:
            member.spendable_credit = max(spendable.get(member.wallet_card_id, 0), 0)

    def _wallet_cards(self):
        """The e-wallets of these members, as far as they have one."""
        return (
            self.env["loyalty.card"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("program_id", "in", self.sudo().club_id.wallet_program_id.ids),
                    ("partner_id", "in", self.partner_id.ids),
                    ("club_merged_into_id", "=", False),
                ]
            )
        )

    def _give_credit(self, amount, key, days=0, reason=None, until=None):
        """Put credit on the e-wallets of active members of one club, once for each key.

        :param amount: in the currency of the club
        :param str key: names the occasion
        :param int days: how long it is valid; 0 for ever
        :param date until: the last day on which it is valid, instead of days
        :return: the rows written
        :rtype: loyalty.ledger
        """
        members = self.sudo().filtered(lambda member: member.state == "active")
        if not members:
            return self.env["loyalty.ledger"]
        club = members.club_id
        club.ensure_one()
        program = club._wallet()
        had = [row[0] for row in self.env.execute_query(members._query_had_credit(program, key))]
        members -= members.browse(had)
        cards = {card.partner_id: card for card in members._wallet_cards().sorted("active")}
        missing = [member for member in members if member.partner_id not in cards]
        made = (
            self.env["loyalty.card"]
            .sudo()
            .with_context(tracking_disable=True, mail_notrack=True)
            .create([{"program_id": program.id, "partner_id": member.partner_id.id, "points": 0} for member in missing])
        )
        cards.update({card.partner_id: card for card in made})
        end = until or (fields.Date.add(club._today(), days=days) if days else False)
        rows = (
            self.env["loyalty.ledger"]
            .sudo()
            ._post(
                [
                    {
                        "card_id": cards[member.partner_id].id,
                        "kind": "adjust",
                        "points": to_points(amount),
                        "expires_on": end,
                        "reason": reason,
                        "src": member,
                        "key": f"credit:{member.id}:{key}",
                    }
                    for member in members
                ]
            )
        )
        members.invalidate_recordset(["wallet_card_id", "credit"])
        members._tell("credit", key)
        return rows

    def _query_had_credit(self, program, key):
        """Those of these members who got the credit of an occasion, also before two customers became one.

        :param loyalty.program program: of the e-wallets
        :param str key: names the occasion
        """
        return SQL(
            """SELECT m.id FROM loyalty_club_member m
                 JOIN loyalty_card c ON c.partner_id = m.partner_id AND c.program_id = %s
                 JOIN loyalty_ledger l ON l.card_id = c.id
                WHERE m.id = ANY(%s) AND l.idem_key = 'credit:' || l.src_id || ':' || %s""",
            program.id,
            self.ids,
            key,
        )

    def _activate(self):
        result = super()._activate()
        wallets = self._wallet_cards()
        wallets.filtered(lambda card: not card.active).active = True
        return result

    def _stop(self, state):
        result = super()._stop(state)
        self.sudo()._wallet_cards().active = False
        return result

    def _show_money(self, amount):
        """An amount in the currency of the club, as the member reads it."""
        return self.company_id._club_format_amount(amount, self.club_id.currency_id, self.env.lang)

    def _credit_text(self):
        """The credit of the member, as he reads it."""
        return self._show_money(self.credit)

    def _credit_lots(self):
        """The parts of the credit that can be spent, what ends first at the top.

        :rtype: loyalty.lot
        """
        self.ensure_one()
        today = self.club_id._today()
        return (
            self.env["loyalty.lot"]
            .sudo()
            .search(
                [
                    ("card_id", "in", self.wallet_card_id.ids),
                    ("remaining", ">", 0),
                    "|",
                    ("expires_on", "=", False),
                    ("expires_on", ">=", today),
                ]
            )
        )

    def action_open_credit(self):
        """The rows of the member's e-wallet."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_club.loyalty_ledger_action")
        return dict(action, domain=[("card_id", "in", self.wallet_card_id.ids)], context={})


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    @api.constrains("program_type")
    def _check_wallet_program(self):
        for program in self.sudo().with_context(active_test=False):
            if program.wallet_club_ids and program.program_type != "ewallet":
                raise ValidationError(self.env._("%s holds the credit of a club and stays an e-wallet.", program.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_wallet(self):
        if self._clubs():
            raise UserError(self.env._("The program of a club cannot be removed."))

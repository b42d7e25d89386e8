"""The one door to the points of a club: whatever touches them is in the ledger, in the same transaction."""

from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools.points import to_points
from . import club_flow


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    club_id = fields.Many2one("loyalty.club", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    club_merged_into_id = fields.Many2one(
        "loyalty.card",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The card that took over the points when two customers were merged.",
    )

    _club_partner_unique = models.UniqueIndex(
        "(program_id, partner_id) WHERE active AND club_id IS NOT NULL AND partner_id IS NOT NULL",
        "A customer has one card in a program of a club.",
    )

    @api.model
    def _generate_code(self):
        """Native codes carry so few random bits that a large import meets duplicates."""
        return "044" + uuid4().hex[:20]

    @api.model_create_multi
    def create(self, vals_list):
        """Cards of a club start empty; points given at creation are booked as an opening balance."""
        clubs = self._club_of_programs({vals.get("program_id") for vals in vals_list})
        vals_list = [dict(vals) for vals in vals_list]  # an import tries the same values again, row by row
        opening = []
        for vals in vals_list:
            club = clubs.get(vals.get("program_id"))
            opening.append(vals.get("points") if club else 0)
            vals.pop("club_id", None)
            if club:
                vals.update(club_id=club.id, points=0)
        if any(to_points(points) for points in opening):
            self.browse()._club_check_writer(self.env._("Card created with points"))
        cards = super().create(vals_list)
        given = [(card, points) for card, points in zip(cards, opening, strict=False) if to_points(points)]
        if given:
            self.env["loyalty.ledger"]._post(
                [{"card_id": card.id, "points": points, "kind": "open", "overdraft": True} for card, points in given],
                mirror=False,
            )
        return cards

    @api.model
    def _club_of_programs(self, program_ids):
        wanted = [program_id for program_id in program_ids if program_id]
        clubs = (
            self.env["loyalty.club"]
            .sudo()
            .with_context(active_test=False)
            .search(["|", ("program_id", "in", wanted), ("wallet_program_id", "in", wanted)])
        )
        return {program.id: club for club in clubs for program in club.program_id | club.wallet_program_id}

    def write(self, vals):
        club_cards = self.filtered(lambda card: card.sudo().club_id)
        if club_cards and not self.env.su and not club_flow.is_inside(self.env):
            club_cards._club_check_fields(vals)
        if "points" not in vals or not club_cards:
            return super().write(vals)
        others = self - club_cards
        if others:
            super(LoyaltyCard, others).write(vals)
        rest = {name: value for name, value in vals.items() if name != "points"}
        if rest:
            super(LoyaltyCard, club_cards).write(rest)
        if not club_flow.is_inside(self.env):
            club_cards._club_journal(vals["points"])
        return True

    def _club_check_fields(self, vals):
        """A card of a club changes hands through the club (merge, member), never by a plain write."""
        if {"club_id", "club_merged_into_id", "partner_id", "program_id"} & vals.keys():
            self._club_check_writer(self.env._("Card moved to someone else"))

    def _club_journal(self, points):
        """Book a balance that other code sets. What it cannot explain is an adjustment with a name to it."""
        self._club_check_writer(self.env._("Balance written: %s", points))
        self._club_lock()
        self.env["loyalty.ledger"]._post(
            [
                {
                    "card_id": card.id,
                    "kind": "adjust",
                    "points": to_points(points) - to_points(card.points),
                    "overdraft": True,
                    "reason": self.env._("Balance set outside the club"),
                }
                for card in self
            ],
            mirror=False,
        )

    def _club_check_writer(self, attempt):
        """Only code on the server that took the rights of the system may come past here.

        :raise AccessError: for everyone else; the attempt is kept
        """
        if self.env.su:
            return
        self.env["loyalty.club.refusal"]._log(self, attempt)
        raise AccessError(
            self.env._(
                "The points of a club's card change by its rules, by orders or by hand with a reason, never directly."
            )
        )

    def _club_lock(self):
        """Hold these cards, in the order of their ids, before anything about their points is read.

        Blocking, and not disturbed by foreign keys. A card that another transaction changed since ours began raises a
        serialisation failure, which starts the request again on fresh data.
        """
        if self.ids:
            self.flush_recordset(["points"])
            self.env.execute_query(
                SQL("SELECT id FROM loyalty_card WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", self.ids)
            )

    @api.model
    def _club_lock_where(self, domain):
        """Hold the cards that a domain finds, as `_club_lock` does."""
        found = self._search(domain)
        self.env.execute_query(
            SQL("SELECT id FROM loyalty_card WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", found.subselect())
        )

    def _club_after_post(self, before):
        """What follows from new points: a higher tier at once, and the native message at a milestone.

        :param dict before: `{card: points}`
        """
        members = self.env["loyalty.club.member"].sudo()._of_cards(self)
        members.invalidate_recordset(members._FOLLOW_POINTS)
        members._evaluate_tiers(upgrade_only=True)
        members._mark_touched()
        if not self.env["loyalty.mail"]._programs_with_milestones().isdisjoint(self.program_id.ids):
            self._send_points_reach_communication({card: {"old": before[card], "new": card.points} for card in self})

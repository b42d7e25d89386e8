"""The calls of the till about points. It says what it thinks; for cards of a club the server knows better."""

import math

from odoo import fields, models
from odoo.tools import float_compare

from odoo.addons.loyalty_club.tools.points import ZERO, to_points


class PosOrder(models.Model):
    _inherit = "pos.order"

    def validate_coupon_programs(self, point_changes, new_codes):
        """Override of `pos_loyalty`: before payment, cards of a club must be in use and hold what is to be spent, apart
        from points that have expired today and are not taken yet."""
        result = super().validate_coupon_programs(point_changes, new_codes)
        if not result["successful"]:
            return result
        changes = {int(card_id): points for card_id, points in point_changes.items()}
        cards = self.env["loyalty.card"].sudo().browse(changes).filtered("club_id")
        stopped = cards.filtered(lambda card: not card.active)
        if stopped:
            return {
                "successful": False,
                "payload": {
                    "message": self.env._("The membership of this customer is not active: his points cannot be used."),
                    "removed_coupons": stopped.ids,
                },
            }
        spendable = {card.id: card.points - self._club_expired(card) for card in cards}
        for card in cards:
            if float_compare(spendable[card.id], -changes[card.id], 2) == -1:
                return {
                    "successful": False,
                    "payload": {
                        "message": self.env._("There are not enough points on the card %s.", card.code),
                        "updated_points": spendable,
                    },
                }
        return result

    def _club_expired(self, card):
        lots = (
            self.env["loyalty.lot"]
            .sudo()
            .search(
                [
                    ("card_id", "=", card.id),
                    ("remaining", ">", 0),
                    ("expires_on", "<", card.club_id._today() or fields.Date.today()),
                ]
            )
        )
        return sum(lots.mapped("remaining"))

    def confirm_coupon_programs(self, coupon_data):
        """Override of `pos_loyalty`: what concerns a club is booked from the stored order, and native code never sees
        it. The till gets the true balance in answer.

        Nothing is refused with an error: the customer has paid. Figures that the order does not justify are noted.
        """
        ours, others = {}, {}
        for key, vals in coupon_data.items():
            card = self._club_card_meant(key, vals)
            if card is None:
                others[key] = vals
            else:
                ours[key] = (vals, card)
        result = super().confirm_coupon_programs(others)
        if ours:
            order = self.sudo().exists().filtered(lambda order: order._club_counts())[:1]
            order._club_book(note=False)
            result["coupon_updates"] += [
                order._club_answer(key, card)
                for key, (_vals, card) in ours.items()
                if order._club_is_buyers(card, card.program_id)
            ]
            order._club_note_claims(ours.values())
        return result

    def _club_card_meant(self, key, vals):
        """The card of a club that an entry of the till aims at, by whichever of its figures.

        :return: the card, an empty one (the club's program, without a card), or None when no club is concerned
        """
        Card = self.env["loyalty.card"].sudo().with_context(active_test=False)
        ids = [value for value in (_to_int(key), _to_int(vals.get("coupon_id"))) if value and value > 0]
        codes = [code for code in (vals.get("code"), vals.get("barcode")) if code and isinstance(code, str)]
        cards = Card.search([("club_id", "!=", False), "|", ("id", "in", ids), ("code", "in", codes)], limit=1)
        if cards:
            return cards
        program = self.env["loyalty.program"].sudo().browse(_to_int(vals.get("program_id")) or []).exists()
        if not program.with_context(active_test=False).club_ids:
            return None
        partner = self.sudo().partner_id
        return Card.search([("program_id", "=", program.id), ("partner_id", "=", partner.id or -1)], limit=1)

    def _club_answer(self, key, card):
        return {
            "old_id": _to_int(key),
            "id": card.id,
            "points": card.points,
            "code": card.code,
            "program_id": card.program_id.id,
            "partner_id": card.partner_id.id,
        }

    def _club_note_claims(self, entries):
        """Note claims of the till beyond what the native rules and rewards of this order come to.

        :param entries: `(vals, card)`
        """
        rows = self.env["loyalty.ledger"].sudo()
        if self:
            rows = rows.search(
                [("src_model", "=", "pos.order"), ("src_id", "=", self.id), ("kind", "in", ["earn", "spend"])]
            )
        for vals, card in entries:
            claimed = _to_number(vals.get("points"))
            booked = sum((to_points(row.points) for row in rows if row.card_id == card), ZERO)
            tolerance = 0.01 * (len(self.lines) + 1)
            if claimed is not None and claimed <= float(booked) + tolerance:
                continue
            if self:
                what = self.env._(
                    "Order %(order)s: the till asked for %(claimed)s points, its lines come to %(booked)s",
                    order=self.display_name,
                    claimed=vals.get("points"),
                    booked=booked,
                )
            else:
                what = self.env._("The till asked for %s points without a paid order", vals.get("points"))
            self.env["loyalty.club.refusal"]._log(card, what)


def _to_int(value):
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _to_number(value):
    try:
        number = float(value or 0)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None

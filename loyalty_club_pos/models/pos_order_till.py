"""The calls of the till about points. It says what it thinks; for cards of a club the server knows better."""

import math

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.loyalty_club.tools.display import show_number
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
        return (
            self._club_refuse_stopped(cards)
            or self._club_refuse_lacking(
                {
                    card: points
                    for card, points in self._club_unexpired(cards).items()
                    if points < -to_points(changes[card.id])
                }
            )
            or result
        )

    def _club_unexpired(self, cards):
        """What is on cards, reserved or not: the till reserves by a call of its own."""
        reserved = cards._club_reserved()
        return {card: points + reserved.get(card, ZERO) for card, points in cards._spendable().items()}

    def _club_refuse_stopped(self, cards):
        """The answer to the till when a card is not in use, else nothing."""
        stopped = cards.filtered(lambda card: not card.active)
        return stopped and {
            "successful": False,
            "payload": {
                "message": self.env._("The membership of this customer is not active: his points cannot be used."),
                "removed_coupons": stopped.ids,
            },
        }

    def _club_refuse_lacking(self, lacking):
        """The answer to the till when cards have too few points, else nothing.

        :param dict lacking: `{card: points that can be spent}`
        """
        return lacking and {
            "successful": False,
            "payload": {
                "message": "\n".join(
                    self.env._(
                        "%(customer)s can spend %(points)s points now. The rest was spent or is reserved elsewhere.",
                        customer=card.partner_id.name or card.code,
                        points=show_number(max(points, ZERO), self.env.lang),
                    )
                    for card, points in lacking.items()
                ),
                "updated_points": {card.id: float(max(points, ZERO)) for card, points in lacking.items()},
            },
        }

    @api.model
    def club_reserve(self, uuid, changes):
        """The till, before money is taken: hold the points that its order spends. A repeated call changes nothing, and
        one without points gives up what was held.

        :param str uuid: of the order
        :param dict changes: `{card id: points that the order gives (+) or takes (-)}`
        :return: `successful`, and as `payload` what the till tells the cashier and corrects
        :rtype: dict
        """
        self.check_access("create")
        if not isinstance(uuid, str) or not 8 <= len(uuid) <= 64 or len(changes) > 50:
            raise UserError(self.env._("The till did not say which order it means."))
        wanted = {_to_int(card_id): -(_to_number(points) or 0) for card_id, points in changes.items()}
        cards = self.env["loyalty.card"].sudo().browse(filter(None, wanted)).exists().filtered("club_id")
        if self.sudo().search_count([("uuid", "=", uuid), ("state", "!=", "draft")], limit=1):
            return {"successful": True, "payload": {}}
        minutes = min(cards.club_id.mapped("reservation_minutes"), default=0)
        lacking = self._club_refuse_stopped(cards) or self._club_refuse_lacking(
            self.env["loyalty.reservation"]._reserve(
                f"pos:{uuid}",
                {card: wanted[card.id] for card in cards},
                fields.Datetime.add(fields.Datetime.now(), minutes=minutes),
                document=self.env._("Till: %s", self.env.user.name),
            )
        )
        return lacking or {"successful": True, "payload": {}}

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
        if not program._clubs():
            return None
        partner = self.sudo().partner_id
        return Card.search([("program_id", "=", program.id), ("partner_id", "=", partner.id or -1)], limit=1)

    def _club_answer(self, key, card):
        """What the till shows from now on: the points that can be spent."""
        return {
            "old_id": _to_int(key),
            "id": card.id,
            "points": card.club_spendable,
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

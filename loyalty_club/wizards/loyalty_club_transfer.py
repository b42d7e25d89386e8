from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.points import to_points


class LoyaltyClubTransfer(models.TransientModel):
    """A manager moves points from one member to another of the same club, with a reason; each keeps its end."""

    _name = "loyalty.club.transfer"
    _description = "Transfer Points"

    member_id = fields.Many2one("loyalty.club.member", string="From", required=True)
    club_id = fields.Many2one(related="member_id.club_id")
    balance = fields.Float(related="member_id.points", string="Balance")
    to_member_id = fields.Many2one(
        "loyalty.club.member",
        string="To",
        required=True,
        domain="[('club_id', '=', club_id), ('id', '!=', member_id), ('state', '=', 'active')]",
    )
    points = fields.Float(digits=(16, 2), required=True)
    reason = fields.Char(required=True)
    token = fields.Char(default=lambda self: str(self.env.cr.now()), readonly=True)

    def action_apply(self):
        """Move the points, oldest first; pressing twice moves once."""
        self.ensure_one()
        self.club_id.check_access("write")
        giver, taker = self.member_id.sudo(), self.to_member_id.sudo()
        points = to_points(self.points)
        if points <= 0:
            raise UserError(self.env._("Enter how many points, above zero."))
        if giver == taker or giver.club_id != taker.club_id or {giver.state, taker.state} != {"active"}:
            raise UserError(self.env._("Points go from one active member to another of the same club."))
        cards = giver.card_id | taker.card_id
        cards._club_lock()
        if points > cards._spendable()[giver.card_id]:
            raise UserError(self.env._("The member does not have so many points that he can spend."))
        self.env["loyalty.ledger"].sudo()._post(self._entries(giver, taker, points))
        for member, other in ((giver, taker), (taker, giver)):
            member.message_post(
                body=self.env._(
                    "%(points)s points, transfer with %(other)s: %(reason)s",
                    points=points,
                    other=other.number,
                    reason=self.reason,
                ),
                subtype_xmlid="mail.mt_note",
            )
        return {"type": "ir.actions.act_window_close"}

    def _entries(self, giver, taker, points):
        """Out of the lots that end first, into lots with the same end."""
        account = self.env["loyalty.ledger"].sudo()._accounts(giver.card_id.ids)[giver.card_id.id]
        entries, key = [], f"transfer:{self.id}:{self.token}"
        for lot in sorted(account.lots.values(), key=lambda lot: lot.age):
            part = min(points, lot.remaining)
            if part <= 0:
                continue
            points -= part
            shared = {"kind": "transfer", "reason": self.reason}
            entries.append(
                {
                    **shared,
                    "card_id": giver.card_id.id,
                    "points": -part,
                    "lot_id": lot.ref,
                    "src": taker,
                    "key": f"{key}:{lot.ref}:out",
                }
            )
            entries.append(
                {
                    **shared,
                    "card_id": taker.card_id.id,
                    "points": part,
                    "expires_on": lot.expires_on,
                    "src": giver,
                    "key": f"{key}:{lot.ref}:in",
                }
            )
        return entries

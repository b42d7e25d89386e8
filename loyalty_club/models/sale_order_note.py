from odoo import api, fields, models

SOON = 30  # days within which the end of points is worth a word


class SaleOrder(models.Model):
    """What a salesman should know of the member in front of him (L3)."""

    _inherit = "sale.order"

    club_note = fields.Text(string="Club", compute="_compute_club_note", compute_sudo=True, groups="base.group_user")

    @api.depends("partner_id", "company_id", "state")
    @api.depends_context("lang")
    def _compute_club_note(self):
        """A line for each club: its name, the tier, what can be spent now, and what waits or ends soon."""
        for order in self:
            members = order._club_members() if order.partner_id else ()
            order.club_note = "\n".join(order._club_note_line(member) for member in members) or False

    def _club_note_line(self, member):
        spendable = self.env._("%s points to spend", member._show_points(member.spendable_points))
        notes = [note["text"] for note in member._balance_notes(days=SOON)]
        return " | ".join(filter(None, (member.club_id.name, member.tier_id.name, spendable, *notes)))

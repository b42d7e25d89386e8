from odoo import fields, models


class ClubApprovalCheck(models.Model):
    """What a manager looks at before he approves: the lines of the checklist in the approval queue."""

    _name = "club.approval.check"
    _description = "Approval Check"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for a check that all companies make.")
    is_required = fields.Boolean(
        string="Required", help="Nobody is approved before this is ticked. Rejecting needs no ticks."
    )
    note = fields.Char(string="How", translate=True, help="Where to look, whom to ask.")

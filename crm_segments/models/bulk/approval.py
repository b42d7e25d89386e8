from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

WAITING = Domain("approval_requested_on", "!=", False)


class BulkApprove(models.AbstractModel):
    """Undone, they wait again and their login is closed. What they were told cannot be taken back."""

    _name = "club.bulk.change.approve"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Approved"

    _label = _lt("Approve")
    _sequence = 70
    _offered = False
    _kept = (
        "customer_status_id",
        "customer_group_id",
        "approval_requested_on",
        "approval_source",
        "approval_group_id",
        "ip_flag",
    )

    def _check(self, partners, record):
        partners._check_approval_rights()
        waiting = partners.filtered("approval_requested_on")
        if not waiting:
            raise UserError(self.env._("None of these customers waits for approval."))
        waiting._check_checklist()

    def _affected(self, record):
        return WAITING

    def _change(self, change, partners):
        partners._approve()

    def _stays(self):
        return [
            *super()._stays(),
            self.env._("The message that they are approved was sent. Nobody is told that it was undone."),
        ]


class BulkReject(models.AbstractModel):
    _name = "club.bulk.change.reject"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Rejected"

    _label = _lt("Reject")
    _sequence = 80
    _offered = False
    _kept = ("customer_status_id", "approval_requested_on", "approval_source", "approval_group_id")

    def _check(self, partners, record):
        partners._check_approval_rights()
        if not any(partners.mapped("approval_requested_on")):
            raise UserError(self.env._("None of these customers waits for approval."))

    def _affected(self, record):
        return WAITING

    def _change(self, change, partners):
        partners._reject(change.reason)

    def _stays(self):
        return [
            *super()._stays(),
            self.env._("The message that they are rejected was sent. Nobody is told that it was undone."),
        ]

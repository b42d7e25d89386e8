from odoo import models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class BulkBlock(models.AbstractModel):
    _name = "club.bulk.change.block"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Blocked"

    _label = _lt("Block")
    _sequence = 90
    _offered = False
    _kept = ("customer_status_id", "approval_requested_on")

    def _check(self, partners, record):
        partners._check_approval_rights()

    def _affected(self, record):
        return Domain("customer_status_kind", "!=", "blocked")

    def _change(self, change, partners):
        partners._block(change.reason)


class BulkUnblock(models.AbstractModel):
    _name = "club.bulk.change.unblock"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Unblocked"

    _label = _lt("Unblock")
    _sequence = 100
    _offered = False
    _kept = ("customer_status_id",)

    def _check(self, partners, record):
        partners._check_approval_rights()

    def _affected(self, record):
        return Domain("customer_status_kind", "=", "blocked")

    def _change(self, change, partners):
        partners._unblock()

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class BulkStatus(models.AbstractModel):
    """Another status among those that need no decision."""

    _name = "club.bulk.change.status"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Status"

    _label = _lt("Change Status")
    _sequence = 20
    _needs = "status_id"
    _kept = ("customer_status_id",)

    def _check(self, partners, record):
        decided = Domain("id", "in", partners.ids) & Domain("customer_status_kind", "in", ["pending", "blocked"])
        if record.kind not in ("active", "inactive") or partners.search_count(decided, limit=1):
            raise UserError(
                self.env._(
                    "Customers who wait for approval or are blocked are approved and unblocked by their own buttons."
                )
            )

    def _affected(self, record):
        undecided = Domain("customer_status_kind", "not in", ["pending", "blocked"])
        return undecided & Domain("customer_status_id", "!=", record.id)

    def _change(self, change, partners):
        partners.write({"customer_status_id": change.value})

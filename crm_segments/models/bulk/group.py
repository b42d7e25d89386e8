from odoo import models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class BulkGroup(models.AbstractModel):
    _name = "club.bulk.change.group"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Group"

    _label = _lt("Change Group")
    _needs = "group_id"
    _kept = ("customer_group_id",)

    def _affected(self, record):
        return Domain("customer_group_id", "!=", record.id)

    def _change(self, change, partners):
        partners.write({"customer_group_id": change.value})

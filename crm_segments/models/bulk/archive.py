from odoo import models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class BulkArchive(models.AbstractModel):
    _name = "club.bulk.change.archive"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Archived"

    _label = _lt("Archive")
    _sequence = 60
    _kept = ("active",)

    def _affected(self, record):
        return Domain("active", "=", True)

    def _change(self, change, partners):
        partners.action_archive()

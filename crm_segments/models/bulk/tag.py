from odoo import models
from odoo.fields import Command, Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class BulkTagAdd(models.AbstractModel):
    _name = "club.bulk.change.tag_add"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Tag Added"

    _label = _lt("Add Tag")
    _sequence = 30
    _needs = "tag_id"

    def _affected(self, record):
        return ~Domain("category_id", "in", record.ids)

    def _change(self, change, partners):
        partners.write({"category_id": [Command.link(change.value)]})

    def _is_as_changed(self, change, partner, after):
        return change.value in partner.category_id.ids

    def _give_back(self, change, partners, before):
        partners.write({"category_id": [Command.unlink(change.value)]})


class BulkTagRemove(models.AbstractModel):
    _name = "club.bulk.change.tag_remove"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Tag Removed"

    _label = _lt("Remove Tag")
    _sequence = 40
    _needs = "tag_id"

    def _affected(self, record):
        return Domain("category_id", "in", record.ids)

    def _change(self, change, partners):
        partners.write({"category_id": [Command.unlink(change.value)]})

    def _is_as_changed(self, change, partner, after):
        return change.value not in partner.category_id.ids

    def _give_back(self, change, partners, before):
        partners.write({"category_id": [Command.link(change.value)]})

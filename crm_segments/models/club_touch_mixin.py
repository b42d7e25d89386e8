"""Whoever changes what segments look at says so here, in one cheap insert."""

from odoo import api, models


class ClubTouchMixin(models.AbstractModel):
    """For models whose rows are purchases: the customer of each changed row is touched, whoever changed it.

    It stands at the lowest write of the ORM, so that computed amounts count as well as what users type. A model
    sets ``_touch_fields``, its columns that matter, and gives `_touch_query`.
    """

    _name = "club.touch.mixin"
    _description = "Touches Customers"

    _touch_fields = frozenset()
    _touch_reason = "purchase"

    def _touch_query(self):
        """The customers of these records, as they stand in the database.

        :return: SQL, a SELECT of partner ids
        """
        raise NotImplementedError

    def _touch(self):
        if self.ids:
            self.env["club.customer.touch"]._mark_query(self._touch_query(), self._touch_reason)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._touch()
        return records

    def _write_multi(self, vals_list):
        touches = any(not self._touch_fields.isdisjoint(vals) for vals in vals_list)
        if touches:
            self._touch()  # whose it was
        result = super()._write_multi(vals_list)
        if touches:
            self._touch()  # whose it is
        return result

    def unlink(self):
        self.env.flush_all()
        self._touch()
        return super().unlink()

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.crm_segments.models.typed_properties_index import LARGE, MOST_INDEXES


class LoyaltyFormField(models.Model):
    _inherit = "loyalty.form.field"

    fast = fields.Boolean(
        string="Often Searched",
        help="Forms with very many entries are searched and sorted by these fields first of all in an instant.",
    )


class LoyaltyFormEntry(models.Model):
    """Which answers deserve an index: of forms with many entries the fields that are marked, then the first ones."""

    _inherit = "loyalty.form.entry"

    # Lists are opened by the newest entry of one form. The index is over the negative id: to one over the id itself,
    # PostgreSQL prefers the primary key, and walks through all that came after the last entry of a form that has ended.
    _form_newest = models.Index("(form_id, (-id))")

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **options):
        query = super()._search(domain, offset, limit, order, **options)
        if limit and " ".join((order or "").lower().split()) == self._order and self._is_of_one_form(domain):
            query.order = SQL("-%s", SQL.identifier(self._table, "id"))
        return query

    @api.model
    def _is_of_one_form(self, domain):
        conditions = Domain(domain).iter_conditions()
        return any(condition.field_expr == "form_id" and condition.operator in ("=", "in") for condition in conditions)

    @api.model
    def _fast_properties(self):
        """Override of the typed properties: by form, not by the size of the table."""
        large = self.env.execute_query(
            SQL("SELECT form_id FROM loyalty_form_entry GROUP BY form_id HAVING count(*) >= %s", LARGE)
        )
        fast = []
        for form in self.env["loyalty.form"].sudo().browse([form_id for (form_id,) in large]):
            definitions = {definition["name"]: definition for definition in form.answers_definition or ()}
            order = form.field_ids.sorted(lambda field: (not field.fast, field.sequence, field.id))
            wanted = [field.key for field in order if field.key in definitions][:MOST_INDEXES]
            fast += [("answers", definitions[key], form.id) for key in wanted]
        return fast

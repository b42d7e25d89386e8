from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class TimelineForm(models.AbstractModel):
    """Forms that the customer filled in."""

    _name = "club.timeline.source.form"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: Forms"

    _label = _lt("Forms")
    _sequence = 30
    _icon = "fa-inbox"
    _color = "info"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT submitted_at AS date, 'form' AS kind, code AS title, 'loyalty.form.entry' AS res_model,
                      id AS res_id, 'fa-inbox' AS icon
                 FROM loyalty_form_entry WHERE partner_id IN %s AND state != 'spam'""",
            partner_ids,
        )

    def _describe(self, rows):
        entries = {entry.id: entry for entry in self.env["loyalty.form.entry"].browse([row["res_id"] for row in rows])}
        return [self._describe_entry(entries[row["res_id"]]) for row in rows]

    def _describe_entry(self, entry):
        if entry.nps is not False:
            return self.env._(
                "%(form)s (%(code)s): recommends us with %(score)s of 10",
                form=entry.form_id.name,
                code=entry.code,
                score=int(entry.nps),
            )
        return self.env._("%(form)s (%(code)s)", form=entry.form_id.name, code=entry.code)

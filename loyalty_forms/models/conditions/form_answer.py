import ast
from datetime import timedelta

from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionFormAnswer(models.AbstractModel):
    """What the customer answered in forms: that he did, how often, since when, and any filter over the answers."""

    _name = "club.segment.condition.form_answer"
    _inherit = ["club.segment.condition.deed"]
    _description = "Segment Condition: Form Answers"

    _label = _lt("Form answers")
    _sequence = 60
    _triggers = frozenset({"form_entry"})

    def _params(self):
        return [
            self._param_has(["sent", self.env._("has filled in")], ["not_sent", self.env._("has not filled in")]),
            {
                "name": "form_ids",
                "type": "records",
                "model": "loyalty.form",
                "label": self.env._("one of the forms"),
                "required": True,
            },
            self._param_days(),
            self._param_at_least("min_count", self.env._("times")),
            {
                "name": "domain",
                "type": "domain",
                "model": "loyalty.form.entry",
                "label": self.env._("with the answers"),
                "default": "[]",
            },
        ]

    def _check_params(self, params):
        params = super()._check_params(params)
        self._parse(params.get("domain") or "[]")
        return params

    def _parse(self, text):
        """Read a filter without running anything that is written in it."""
        try:
            value = ast.literal_eval(text)
            if not isinstance(value, list):
                raise ValueError
            domain = Domain(value)
            domain.validate(self.env["loyalty.form.entry"])
        except (ValueError, SyntaxError, TypeError, KeyError, RecursionError, MemoryError) as error:
            raise ValidationError(self.env._("This filter cannot be understood: %s", text[:200])) from error
        return domain

    def _domain(self, params):
        Entry = self.env["loyalty.form.entry"]
        Entry.check_access("read")
        domain = Domain("form_id", "in", params.get("form_ids") or []) & Domain("state", "!=", "spam")
        domain &= Domain("company_id", "=", self.env.company.id) & Domain("partner_id", "!=", False)
        if since := self._since(params):
            domain &= Domain("submitted_at", ">=", since)
        entries = Entry._search(domain & self._parse(params.get("domain") or "[]"), order="id")
        entries.order = None
        senders = SQL(
            "SELECT e.partner_id FROM loyalty_form_entry e WHERE e.id IN %s GROUP BY 1 HAVING count(*) >= %s",
            entries.subselect(),
            max(params.get("min_count", 1), 1),
        )
        domain = self._in_query(SQL("(%s)", senders))
        return ~domain if params.get("has") == "not_sent" else domain

    def _crossings(self, params, since, now):
        if not params.get("days"):
            return None
        days = timedelta(days=params["days"])
        return SQL(
            """SELECT partner_id FROM loyalty_form_entry
                WHERE submitted_at > %s AND submitted_at <= %s AND partner_id IS NOT NULL""",
            since - days,
            now - days,
        )

    def _explain(self, params):
        forms = self._names("loyalty.form", params.get("form_ids") or [])
        if params.get("has") == "not_sent":
            text = self.env._("Has not filled in: %s", forms)
        else:
            text = self.env._("Has filled in: %s", forms)
        if params.get("min_count", 1) > 1:
            text = self.env._("%(what)s, %(count)s times or more", what=text, count=params["min_count"])
        if params.get("days"):
            text = self.env._("%(what)s, in the last %(days)s days", what=text, days=params["days"])
        if params.get("domain") not in (None, "", "[]"):
            text = self.env._("%(what)s, with the answers %(filter)s", what=text, filter=params["domain"])
        return text


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    def _touch_customers(self):
        """Segments look at what was answered: they are told whose answers changed."""
        self.env["club.customer.touch"].sudo()._mark(self.partner_id.ids, "form_entry")

    def _received(self):
        result = super()._received()
        self._touch_customers()
        return result

    def write(self, vals):
        result = super().write(vals)
        if {"answers", "state", "partner_id"} & vals.keys():
            self._touch_customers()
        return result

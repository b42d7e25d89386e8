from datetime import date

from odoo import models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...tools.money import display_amount
from ...tools.text import to_persian_digits

_lt = LazyTranslate(__name__)


class ClubSegmentConditionKind(models.AbstractModel):
    """Family of the conditions of segments: a kind is a model ``club.segment.condition.<kind>`` that inherits this one.

    A kind sets ``_label`` and defines `_params`, `_domain` and `_explain`; the editor needs nothing else.

    When a segment is refreshed, a kind runs as superuser: ``self.env.company`` is the company of the segment. When it
    is saved or counted in the editor, it runs with the rights of the author, so that a count tells him nothing that he
    may not see.
    """

    _name = "club.segment.condition.kind"
    _inherit = ["club.kind"]
    _description = "Condition of Segments"

    # Which reasons of `club.customer.touch._mark` can change the answer. With ``None`` nothing tells the segment when
    # to look: customers come and go with the full comparison in the night.
    _triggers = None

    def _crossings(self, params, since, now):
        """Customers for whom time alone can have changed the answer, such as who bought 90 days ago just now.

        :param dict params: checked by `_check_params`
        :param datetime since: up to when this was asked last
        :param datetime now: up to when it is asked, this moment included
        :return: SQL, a SELECT of ids of customers (or of their commercial partners) found by index, or None where time
            changes nothing
        """
        return None

    def _customers(self):
        """Whom the evaluation is about: where a segment is refreshed for a few, only their documents need be read.

        :return: SQL, a SELECT of ids of commercial partners, as `club.purchase.source.kind` takes it, or None for all
        """
        return self.env.context.get("club_scope")

    def _scope(self, column):
        """As `_customers`, for the inmost WHERE of a condition about behaviour.

        :param column: SQL, a column with the ids of commercial partners
        :return: SQL, a condition
        """
        customers = self._customers()
        return SQL("TRUE") if customers is None else SQL("%s IN (%s)", column, customers)

    def _params(self):
        """What the editor asks for.

        :return: list of dicts with ``name``, ``type`` (integer, number, text, date, selection, choices, records,
            domain) and ``label``; further ``default``, ``required``, ``options`` ([[value, label]], selection and
            choices), ``model`` (records, domain), ``suffix`` (such as 'days') and ``show_if`` ({other name: [values]})
        """
        return []

    def _domain(self, params):
        """Who fulfils the condition.

        :param dict params: checked by `_check_params`
        :return: Domain on res.partner. For behaviour, compare the id with a subquery (see `_in_query`).
        """
        raise NotImplementedError

    def _explain(self, params):
        """The condition in words.

        :param dict params: checked by `_check_params`
        :rtype: str
        """
        return str(self._label)

    def _segments(self, params):
        """The segments that the condition looks at, which must be refreshed before.

        :return: set of ids
        """
        return set()

    def _check_params(self, params):
        """Keep what `_params` declares and check its types.

        :param dict params: from outside, anything
        :return: clean dict
        :raise ValidationError: in the language of the user
        """
        clean = {}
        for spec in self._params():
            value = params.get(spec["name"], spec.get("default"))
            if spec["type"] in ("records", "choices") and value is None:
                value = []
            hidden = any(clean.get(name) not in values for name, values in spec.get("show_if", {}).items())
            missing = value in (None, "", [])
            if missing or hidden:
                if spec.get("required") and not hidden:
                    raise ValidationError(
                        self.env._(
                            "%(condition)s: fill in “%(field)s”.",
                            condition=self._label,
                            field=spec["label"] or spec["name"],
                        )
                    )
                continue
            if not getattr(self, f"_is_{spec['type']}")(value, spec):
                raise ValidationError(
                    self.env._(
                        "%(condition)s: the value of “%(field)s” is not valid.",
                        condition=self._label,
                        field=spec["label"] or spec["name"],
                    )
                )
            clean[spec["name"]] = value
        return clean

    def _is_integer(self, value, spec):
        return type(value) is int and 0 <= value <= 1_000_000

    def _is_number(self, value, spec):
        return type(value) in (int, float) and 0 <= value <= 1e15

    def _is_selection(self, value, spec):
        return value in [option[0] for option in spec["options"]]

    def _is_choices(self, value, spec):
        known = [option[0] for option in spec["options"]]
        return isinstance(value, list) and 0 < len(value) <= len(known) and all(item in known for item in value)

    def _is_text(self, value, spec):
        return isinstance(value, str) and len(value) <= 200

    def _is_date(self, value, spec):
        try:
            return isinstance(value, str) and bool(date.fromisoformat(value))
        except ValueError:
            return False

    def _is_records(self, value, spec):
        return isinstance(value, list) and len(value) <= 1000 and all(type(item) is int for item in value)

    def _is_domain(self, value, spec):
        return isinstance(value, str) and len(value) <= 10000

    def _names(self, model, ids):
        """The names of records, for `_explain`: comma separated, those that are gone left out."""
        return ", ".join(self.env[model].sudo().browse(ids).exists().mapped("display_name"))

    def _chosen(self, name, values):
        """The labels of chosen options, for `_explain`: comma separated."""
        options = next(dict(spec["options"]) for spec in self._params() if spec["name"] == name)
        return self.env._(", ").join(str(options[value]) for value in values if value in options)

    def _digits(self, number):
        """A number in a sentence, with the digits of its language, as the amounts beside it."""
        text = f"{number:g}" if isinstance(number, float) else str(number)
        return to_persian_digits(text) if (self.env.lang or "").startswith("fa") else text

    def _money(self, amount):
        """An amount in the company's currency, for `_explain`."""
        currency = self.env.company.currency_id
        return display_amount(amount, currency.name, lang=self.env.lang, decimals=currency.decimal_places)

    def _with_figures(self, where):
        """Customers by their figures in the company.

        :param where: SQL, a condition on ``m``, the row of `club.customer.metric`
        :return: Domain
        """
        if not self.env["club.customer.metric"].has_access("read"):
            raise AccessError(self.env._("You may not see the figures of customers."))
        self.env["club.customer.metric"].flush_model()
        return self._of_owners(
            SQL(
                "SELECT m.partner_id FROM club_customer_metric m WHERE m.company_id = %s AND %s AND %s",
                self.env.company.id,
                self._scope(SQL("m.partner_id")),
                where,
            )
        )

    def _bought_between(self, first, last):
        """Customers with a purchase in a span of time, found by the dates of the documents (see `_crossings`)."""
        return SQL(
            "SELECT partner_id FROM (%s) purchase WHERE company_id = %s",
            self.env["club.purchase.source.kind"]._dated(first, last),
            self.env.company.id,
        )

    def _in_query(self, sql, predicate=None):
        """Customers whose id is in a subquery.

        :param sql: odoo.tools.SQL, a SELECT of partner ids
        :return: Domain
        """
        return Domain("id", "in", sql)

    def _of_owners(self, sql):
        """Customers whose commercial partner is in a subquery: what a company did counts for each of its contacts.

        :param sql: odoo.tools.SQL, a SELECT of ids of commercial partners
        :return: Domain
        """
        return Domain("commercial_partner_id", "any!", sql)

    def _spec(self):
        """What the editor gets to know of this kind."""
        return [{**spec, "label": str(spec["label"])} for spec in self._params()]

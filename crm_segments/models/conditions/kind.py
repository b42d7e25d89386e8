from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

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

    def _params(self):
        """What the editor asks for.

        :return: list of dicts with ``name``, ``type`` (integer, number, selection, records, domain) and ``label``;
            further ``default``, ``required``, ``options`` ([[value, label]], selection), ``model`` (records, domain),
            ``suffix`` (such as 'days') and ``show_if`` ({other name: [values]})
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
            if spec["type"] == "records" and value is None:
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

    def _is_records(self, value, spec):
        return isinstance(value, list) and len(value) <= 1000 and all(type(item) is int for item in value)

    def _is_domain(self, value, spec):
        return isinstance(value, str) and len(value) <= 10000

    def _names(self, model, ids):
        """The names of records, for `_explain`: comma separated, those that are gone left out."""
        return ", ".join(self.env[model].sudo().browse(ids).exists().mapped("display_name"))

    def _in_query(self, sql, predicate=None):
        """Customers whose id is in a subquery.

        :param sql: odoo.tools.SQL, a SELECT of partner ids
        :return: Domain
        """
        return Domain("id", "in", sql)

    def _spec(self):
        """What the editor gets to know of this kind."""
        return [{**spec, "label": str(spec["label"])} for spec in self._params()]

"""Families of kinds that grow by one file each.

A *family* is an AbstractModel named ``<model>.kind`` whose docstrings are the contract. A *kind* is an AbstractModel
named ``<model>.<kind>`` that inherits it. Records carry the technical name of their kind in a selection field; the
behaviour is found by name in the registry, as Odoo finds ``ir.qweb.field.*``. So a new kind is one new file, each
database offers just the kinds of the add-ons that it has, and any add-on may extend a kind with ``_inherit``.
"""

import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_logger = logging.getLogger(__name__)


class ClubKind(models.AbstractModel):
    """Base of every family. A kind sets ``_label`` (a lazily translated string) and, if its place in lists matters,
    ``_sequence``."""

    _name = "club.kind"
    _description = "Kind"

    _label = None
    _sequence = 10


class ClubKindMixin(models.AbstractModel):
    """For records that have a kind: the selection, its validation and the way to the behaviour.

    A model sets ``_kind_family`` to the name of its family, such as ``"loyalty.club.rule.kind"``.
    """

    _name = "club.kind.mixin"
    _description = "Record With a Kind"

    _kind_family = None

    kind = fields.Selection(selection="_selection_kind", required=True)

    @api.model
    def _selection_kind(self):
        """The kinds that this database has, in their order.

        :return: ``[(technical name, translated label)]``
        """
        if not self._kind_family:
            return []
        prefix = self._kind_family.removesuffix("kind")
        kinds = [
            (kind._sequence, name.removeprefix(prefix), str(kind._label))
            for name in self.env.registry.descendants([self._kind_family], "_inherit")
            if name.startswith(prefix) and (kind := self.env[name])._label
        ]
        return [(name, label) for _sequence, name, label in sorted(kinds)]

    @api.constrains("kind")
    def _check_kind(self):
        """A selection that a method fills is not validated by Odoo on write."""
        known = dict(self._selection_kind())
        for record in self:
            if record.kind not in known:
                raise ValidationError(self.env._("There is no kind named “%s”.", record.kind))

    def _kind(self):
        """The behaviour of this record's kind.

        :return: the kind's (empty) model, or None when the add-on that brought the kind is no longer installed:
            callers skip such a record.
        """
        self.ensure_one()
        name = f"{self._kind_family.removesuffix('kind')}{self.kind}"
        if name not in self.env.registry:
            _logger.warning("%s has the kind %r, whose add-on is not installed: skipped", self, self.kind)
            return None
        return self.env[name]

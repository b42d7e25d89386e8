from odoo import api, models
from odoo.fields import Command

# What the builder's shelf shows under which heading; kinds of other add-ons stand under the last one.
_STRUCTURE = ("heading", "section", "page")


class LoyaltyForm(models.Model):
    """What the builder (static/src/builder) asks. It runs with the rights of the user, and each step is saved at once,
    so that the preview is the page itself. What is done to a published form is done to its draft."""

    _inherit = "loyalty.form"

    def action_build(self):
        self.ensure_one()
        self._drop_unchanged_drafts()  # the form may have been changed elsewhere since
        return {
            "type": "ir.actions.client",
            "tag": "loyalty_forms.builder",
            "name": self.name,
            "params": {"form_id": self.id},
            "context": {"form_id": self.id},
        }

    def builder_state(self):
        """All that the builder shows.

        :rtype: dict
        """
        edited = self._edited()
        return {
            "id": self.id,
            "name": self.name,
            "published": self.is_published,
            "changed": edited != self and edited._is_changed(),
            "preview": edited._preview_url(),
            "entries": self.entry_count,
            "fields": [self._builder_field(field) for field in edited.field_ids],
            "shelf": self._builder_shelf(),
        }

    def _builder_field(self, field):
        kind = field._kind()
        return {
            "id": field.id,
            "key": field.key,
            "kind": field.kind,
            "kind_label": str(kind._label) if kind is not None else field.kind,
            "icon": kind._icon if kind is not None else "fa-question",
            "label": field.label,
            "required": field.required,
            "can_be_required": kind is not None and kind._is_input and "required" in kind._abilities,
            "structure": field.kind in _STRUCTURE,
            "condition": field._condition_sentence(),
            "half": field.width == "half",
        }

    @api.model
    def _builder_shelf(self):
        Field = self.env["loyalty.form.field"]
        kinds = [
            {"kind": name, "label": label, "icon": Field.new({"kind": name})._kind()._icon}
            for name, label in Field._selection_kind()
        ]
        return {
            "fields": [kind for kind in kinds if kind["kind"] not in _STRUCTURE],
            "structure": [kind for kind in kinds if kind["kind"] in _STRUCTURE],
        }

    def _preview_url(self):
        """The address of the preview, in the user's language."""
        return f"{self._language_path(self.env.lang)}/f/{self.slug}/preview"

    def builder_add(self, kind, place):
        """Add a field of a kind, ready to be used.

        :param str kind: its technical name
        :param int place: before which field, counted from 0
        :return: the id of the new field
        """
        form = self._edited()
        Field = self.env["loyalty.form.field"]
        behaviour = Field.new({"kind": kind})._kind() if kind in dict(Field._selection_kind()) else None
        values = {"form_id": form.id, "kind": kind, "label": str(behaviour._label) if behaviour is not None else kind}
        if behaviour is not None and "options" in behaviour._abilities:
            first, second = self.env._("First option"), self.env._("Second option")
            values["option_ids"] = [Command.create({"name": name}) for name in (first, second)]
        field = Field.create({**values, "sequence": 1_000_000})
        order = [other for other in form.field_ids.sorted("sequence").ids if other != field.id]
        form._put_in_order([*order[:place], field.id, *order[place:]])
        return field.id

    def builder_order(self, field_ids):
        """Bring the fields into an order.

        :param list field_ids: all ids of the form's fields
        :raise ValidationError: when a field would come before the one that its conditions look at
        """
        self._edited()._put_in_order(field_ids)

    def _put_in_order(self, field_ids):
        known = {field.id: field for field in self.field_ids}
        ordered = [known[field_id] for field_id in field_ids if field_id in known]
        # The order is checked with each field that moves. Below all others, the last first, and then up again, the
        # first first: so no field passes one that it depends on, unless the order that is asked for says so.
        below = max((field.sequence for field in ordered), default=0)
        down = [(field, below + number * 10) for number, field in enumerate(ordered, start=1)]
        up = [(field, number * 10) for number, field in enumerate(ordered, start=1)]
        moves = [*reversed(down), *up]
        self.write({"field_ids": [Command.update(field.id, {"sequence": sequence}) for field, sequence in moves]})

    def builder_copy_field(self, field_id):
        """Put a copy of a field below it.

        :return: the id of the copy
        """
        form = self._edited()
        field = form.field_ids.filtered(lambda field: field.id == field_id)
        copied = field.copy({"alias": False, "label": self.env._("%s (copy)", field.label), "condition_ids": False})
        order = [other for other in form.field_ids.sorted("sequence").ids if other != copied.id]
        form._put_in_order([*order[: order.index(field_id) + 1], copied.id, *order[order.index(field_id) + 1 :]])
        return copied.id

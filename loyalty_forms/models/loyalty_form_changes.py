import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

# What of a field is not taken from its draft as it is.
_OWN = {"form_id", "published_field_id", "option_ids", "condition_ids"}


class LoyaltyForm(models.Model):
    """What is changed on a published form waits until it is published (F1).

    The draft of a form is an archived form of its own, so the builder, the preview and all rules of fields work on it
    as on any other. Publishing brings its fields into the form: those that came from there keep their keys, and with
    them the answers.
    """

    _inherit = "loyalty.form"

    draft_of_id = fields.Many2one("loyalty.form", readonly=True, copy=False, ondelete="cascade", index="btree_not_null")
    # What the form was when its draft was made, and which fields it had: one that came later is not deleted.
    draft_base = fields.Char(readonly=True, copy=False)
    draft_field_ids = fields.Json(readonly=True, copy=False)
    has_changes = fields.Boolean(compute="_compute_has_changes", string="Changes Not Published")

    _draft_unique = models.UniqueIndex("(draft_of_id) WHERE draft_of_id IS NOT NULL")

    @api.depends("field_ids")
    def _compute_has_changes(self):
        for form in self:
            form.has_changes = form._draft()._is_changed()

    def write(self, vals):
        result = super().write(vals)
        if "is_published" in vals:
            self._drop_unchanged_drafts()
        return result

    def _draft(self):
        """The draft of this form, or an empty form."""
        return self.with_context(active_test=False).search([("draft_of_id", "in", self.ids)], limit=1)

    def _drop_unchanged_drafts(self):
        for form in self:
            draft = form._draft()
            if not draft._is_changed():
                draft.unlink()

    def _edited(self):
        """What the builder shows and changes: the form itself, or its draft once it is published."""
        self.ensure_one()
        self.check_access("write")
        return self._draft() or (self._make_draft() if self.is_published else self)

    def _make_draft(self):
        quiet = self.with_context(tracking_disable=True, mail_create_nolog=True)
        draft = quiet.copy(
            {"name": self.name, "active": False, "draft_of_id": self.id, "draft_field_ids": self.field_ids.ids}
        )
        draft.rule_ids.unlink()
        for live, field in self.field_ids._twins(draft.field_ids).items():
            field.published_field_id = live
            for live_option, option in live.option_ids._twins(field.option_ids).items():
                option.published_option_id = live_option
        draft.invalidate_recordset(["field_ids"])  # in their order
        draft.draft_base = draft._fields_digest()
        return draft.with_env(self.env)

    def _fields_digest(self):
        """What tells whether the fields of a draft were changed."""
        options = self.field_ids.option_ids
        content = [
            self._document()["fields"],
            [(field.published_field_id or field).key for field in self.field_ids],
            [(option.published_option_id or option).key for option in options],
            [[field.lookup_field_id.id, field.lookup_match, field.fast] for field in self.field_ids],
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def _is_changed(self):
        """Whether anything was changed in this draft."""
        return bool(self) and self._fields_digest() != self.draft_base

    # === actions === #
    def action_publish(self):
        """Publish the form, with the changes that wait."""
        self._publish_changes()
        return super().action_publish()

    def action_discard_changes(self):
        """Go back to what is published."""
        self.check_access("write")
        for form in self:
            form._draft().unlink()

    # === publishing === #
    def _publish_changes(self):
        for form in self:
            draft = form._draft()
            if draft._is_changed():
                if not draft.field_ids:
                    raise UserError(self.env._("Add a field before you publish “%s”.", form.name))
                form._take_fields(draft)
            draft.unlink()

    def _take_fields(self, draft):
        """Make the fields of this form those of its draft."""
        self.lock_for_update()
        drafted, known = draft.field_ids, set(draft.draft_field_ids or ())
        conditions = drafted._condition_copies()
        # Aliases may be exchanged and conditions turned round, so none is in the way of another.
        (self.field_ids | drafted).condition_ids.unlink()
        (self.field_ids - drafted.published_field_id).filtered(lambda field: field.id in known).unlink()
        later = self.field_ids - drafted.published_field_id
        (self.field_ids - later).filtered("alias").alias = False
        options_of = {}
        fields_of = {field: field._publish(self, options_of) for field in drafted}
        for number, field in enumerate(later, start=len(drafted)):
            field.sequence = number * 10 + 10
        self.env["loyalty.form.field.condition"]._create_copies(conditions, fields_of, options_of)
        self.invalidate_recordset(["field_ids"])
        self._validate_fields(["field_ids"])
        self._sync_definition()


class LoyaltyFormField(models.Model):
    _inherit = "loyalty.form.field"

    published_field_id = fields.Many2one(
        "loyalty.form.field", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )

    def _publish(self, form, options_of):
        """Bring this field of a draft into its form.

        :param form: the published form
        :param dict options_of: is filled with the options of the form by those of the draft
        :return: the field of the form
        """
        live = self.published_field_id
        if not live:
            self.form_id = form
            self._rebuild_keys(self.browse())
            options_of.update((option, option) for option in self.option_ids)
            return self
        values = {name: value for name, value in self.copy_data()[0].items() if name not in _OWN}
        stored = live.copy_data()[0]
        live.write({name: value for name, value in values.items() if value != stored.get(name)})
        self.copy_translations(live, excluded=("option_ids",))
        self._publish_options(live, options_of)
        return live

    def _publish_options(self, live, options_of):
        (live.option_ids - self.option_ids.published_option_id).unlink()
        for option in self.option_ids:
            options_of[option] = option.published_option_id or option
            there = option.published_option_id
            if there:
                there.write({"name": option.name, "sequence": option.sequence})
                option.copy_translations(there)
            else:
                option.field_id = live


class LoyaltyFormFieldOption(models.Model):
    _inherit = "loyalty.form.field.option"

    published_option_id = fields.Many2one(
        "loyalty.form.field.option", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )

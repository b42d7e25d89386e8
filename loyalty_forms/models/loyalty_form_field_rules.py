import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.text import fold

BATCH = 5_000  # entries whose unique answers are taken by one statement


class LoyaltyFormField(models.Model):
    """When a field is asked, and where its first value comes from (F3)."""

    _inherit = "loyalty.form.field"

    condition_ids = fields.One2many(
        "loyalty.form.field.condition",
        "field_id",
        string="Asked Only If",
        help="Without conditions the field is always asked. A field that is not asked is neither required nor stored.",
    )
    condition_mode = fields.Selection(
        [("all", "all of these hold"), ("any", "any of these holds")], required=True, default="all", string="If"
    )
    unique = fields.Boolean(help="No two entries of this form may have the same answer, such as a serial number.")

    @api.constrains("condition_ids", "sequence", "form_id")
    def _check_order(self):
        """Answers are checked from the top: a condition can only look at what was answered before."""
        for form in self.form_id:
            place = {
                field.id: number for number, field in enumerate(form.field_ids.sorted(lambda f: (f.sequence, f.id)))
            }
            for condition in form.field_ids.condition_ids:
                if place.get(condition.subject_id.id, len(place)) >= place[condition.field_id.id]:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” is asked depending on “%(subject)s”, so it must come after it.",
                            field=condition.field_id.label,
                            subject=condition.subject_id.label,
                        )
                    )

    def write(self, vals):
        result = super().write(vals)
        if "unique" in vals:
            self._fill_unique_answers()
        return result

    def _fill_unique_answers(self):
        """Bring the guard of unique answers up to date: of entries that have the same answer the first one holds it."""
        Unique = self.env["loyalty.form.unique.answer"].sudo()
        self.env.execute_query(
            SQL("DELETE FROM loyalty_form_unique_answer WHERE field_id = ANY(%s) RETURNING 1", self.ids)
        )
        for field in self.filtered("unique"):
            Unique._fill(field)
        Unique.invalidate_model()

    def _applies(self, answers):
        """Whether this field's own conditions hold.

        :param dict answers: checked answers by key, of the fields before this one
        """
        self.ensure_one()
        if not self.condition_ids:
            return True
        held = (condition._holds(answers) for condition in self.condition_ids)
        return any(held) if self.condition_mode == "any" else all(held)

    def _twins(self, copies):
        """The copy of each of these fields: Odoo copies lines in the order of their ids.

        :rtype: dict
        """
        return dict(zip(self.sorted("id"), copies.sorted("id"), strict=True))

    def _condition_values(self):
        """The conditions as the page's script needs them: JSON, or None."""
        if not self.condition_ids:
            return None
        return json.dumps(
            {"mode": self.condition_mode, "conditions": [one._page_value() for one in self.condition_ids]}
        )

    def _condition_sentence(self):
        gap = self.env._(" and ") if self.condition_mode == "all" else self.env._(" or ")
        return gap.join(condition._sentence() for condition in self.condition_ids)


class LoyaltyForm(models.Model):
    _inherit = "loyalty.form"

    prefill_url = fields.Boolean(
        string="Fill In From the Address",
        default=True,
        help="A link such as …?name=Sara fills in the field with the alias name.",
    )
    prefill_customer = fields.Boolean(
        string="Fill In From the Profile",
        help="A customer who is signed in finds the fields filled in that go to his profile, and the entry is his.",
    )

    def _shown_fields(self, answers):
        """The fields that are asked, from the top. What holds for a page or a section holds for all of it.

        :param dict answers: checked answers by key; may be filled while this is gone through
        """
        page = section = True
        for field in self.field_ids:
            if field.kind == "page":
                page, section = field._applies(answers), True
            elif field.kind == "section":
                section = field._applies(answers)
            if page and section and (field.kind in ("page", "section") or field._applies(answers)):
                yield field

    def copy(self, default=None):
        """A copy has fields of its own: its conditions look at them."""
        copies = super().copy(default)
        for form, copied in zip(self, copies, strict=True):
            fields_of = form.field_ids._twins(copied.field_ids)
            options_of = {}
            for field, twin in fields_of.items():
                options_of |= field.option_ids._twins(twin.option_ids)
            self.env["loyalty.form.field.condition"]._create_copies(
                form.field_ids._condition_copies(), fields_of, options_of
            )
        return copies


class LoyaltyFormUniqueAnswer(models.Model):
    """Who has which answer of a field that must be unique. The index of the database decides between two who send the
    same at the same instant."""

    _name = "loyalty.form.unique.answer"
    _description = "Unique Answer of a Form"
    _log_access = False
    _rec_name = "value"

    field_id = fields.Many2one("loyalty.form.field", required=True, ondelete="cascade", index=True)
    entry_id = fields.Many2one("loyalty.form.entry", required=True, ondelete="cascade", index=True)
    value = fields.Char(required=True, help="As it is compared: digits and letters folded.")

    _value_unique = models.UniqueIndex("(field_id, value)")

    @api.model
    def _value(self, field, answer):
        """A stored answer as it is compared; '' where there is none."""
        return fold(field._display_answer(answer))[:500]

    @api.model
    def _fill(self, field):
        """Take the answers that there are, a batch of entries a statement."""
        self.env["loyalty.form.entry"].flush_model(["answers", "state", "form_id"])
        last = 0
        while rows := self.env.execute_query(
            SQL(
                """SELECT id, answers -> %s FROM loyalty_form_entry
                    WHERE form_id = %s AND id > %s AND state != 'spam' ORDER BY id LIMIT %s""",
                field.key,
                field.form_id.id,
                last,
                BATCH,
            )
        ):
            last = rows[-1][0]
            values = [(entry_id, value) for entry_id, answer in rows if (value := self._value(field, answer))]
            if values:
                self.env.execute_query(
                    SQL(
                        """INSERT INTO loyalty_form_unique_answer (field_id, entry_id, value)
                           SELECT %s, entry_id, value FROM unnest(%s::int[], %s::varchar[]) AS t(entry_id, value)
                            ORDER BY entry_id ON CONFLICT DO NOTHING RETURNING 1""",
                        field.id,
                        *map(list, zip(*values, strict=True)),
                    )
                )

    @api.model
    def _claim(self, field, entry, value):
        """Take an answer for an entry.

        :return: whether it was free
        """
        query = SQL(
            """INSERT INTO loyalty_form_unique_answer (field_id, entry_id, value) VALUES (%s, %s, %s)
               ON CONFLICT (field_id, value) DO UPDATE SET value = EXCLUDED.value
               WHERE loyalty_form_unique_answer.entry_id = EXCLUDED.entry_id
               RETURNING id""",
            field.id,
            entry.id,
            value,
        )
        return bool(self.env.execute_query(query))

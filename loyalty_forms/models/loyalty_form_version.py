import hashlib
import json

from markupsafe import Markup, escape
from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.loyalty_club.tools.display import show_number

from ..tools import document


class LoyaltyFormVersion(models.Model):
    """What a form was when it was answered. Forms go on changing; an entry keeps the questions that its sender read. A
    version is made by the first entry after a change, and never changes."""

    _name = "loyalty.form.version"
    _description = "Version of a Form"
    _order = "form_id, number desc"
    _rec_name = "number"

    form_id = fields.Many2one("loyalty.form", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="form_id.company_id")
    number = fields.Integer(required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)
    document = fields.Json(required=True, readonly=True)
    keys = fields.Json(required=True, readonly=True, help="The key of each field, in the order of the document.")
    option_keys = fields.Json(readonly=True, help="The keys of the options of each field, in the same order.")
    entry_ids = fields.One2many("loyalty.form.entry", "version_id")
    entry_count = fields.Integer(compute="_compute_entry_count")
    questions = fields.Html(compute="_compute_questions", sanitize=False)

    _digest_unique = models.UniqueIndex("(form_id, digest)")
    _number_unique = models.UniqueIndex("(form_id, number)")

    def _compute_entry_count(self):
        counts = dict(
            self.env["loyalty.form.entry"]._read_group([("version_id", "in", self.ids)], ["version_id"], ["__count"])
        )
        for version in self:
            version.entry_count = counts.get(version, 0)

    @api.depends("number", "create_date")
    def _compute_display_name(self):
        for version in self:
            day = self.env["loyalty.form.field.date"]._display(
                str((version.create_date or fields.Datetime.now()).date()), None
            )
            number = show_number(version.number, self.env.lang)
            version.display_name = self.env._("Version %(number)s of %(day)s", number=number, day=day)

    def _compute_questions(self):
        for version in self:
            version.questions = version._as_html()

    def _text(self, texts):
        texts = texts or {}
        return texts.get(self.env.lang) or texts.get("en_US") or next(iter(texts.values()), "")

    def _as_html(self, answered=None):
        """The questions as they were asked, and the answers if any.

        :param dict answered: shown answers by field key
        :rtype: Markup
        """
        self.ensure_one()
        rows = []
        for field, key in zip(self.document["fields"], self.keys, strict=True):
            options = "، ".join(self._text(texts) for texts in field.get("options", []))
            shown = options if answered is None else answered.get(key, "")
            mark = "*" if field.get("required") else ""
            rows.append(
                Markup("<tr><th class='text-nowrap align-top'>{} {}</th><td>{}</td></tr>").format(
                    self._text(field["label"]), mark, Markup("<br/>").join(escape(line) for line in shown.split("\n"))
                )
            )
        return Markup("<table class='table table-sm' dir='auto'>{}</table>").format(Markup("").join(rows))

    def _shown(self, stored):
        """Answers as texts, as this version understood them, whatever has become of its fields and options.

        :param dict stored: answers by field key
        :rtype: dict
        """
        Field = self.env["loyalty.form.field"]
        known = {field.key: field for field in self.form_id.field_ids}
        shown = {}
        for number, (asked, key) in enumerate(zip(self.document["fields"], self.keys, strict=True)):
            value = stored.get(key)
            field = known.get(key) or Field.new({"kind": asked["kind"], "form_id": self.form_id.id})
            option_keys = self.option_keys[number] if self.option_keys else []
            names = dict(zip(option_keys, map(self._text, asked.get("options", ())), strict=False))
            chosen = [names[one] for one in (value if isinstance(value, list) else [value]) if one in names]
            shown[key] = "، ".join(chosen) or field._display_answer(value) or _plain(value)
        return shown

    def action_view_entries(self):
        self.ensure_one()
        action = self.form_id.action_view_entries()
        return {**action, "domain": [("version_id", "=", self.id)]}

    def action_restore(self):
        """Make a new form, not published, of this version."""
        self.ensure_one()
        form = self.env["loyalty.form"]._from_document(
            document.check(self.document), name=f"{self.form_id.name} ({self.number})"
        )
        return form._action_open()


class LoyaltyForm(models.Model):
    _inherit = "loyalty.form"

    version_ids = fields.One2many("loyalty.form.version", "form_id", string="Versions")

    def _current_version(self):
        """The version of what the form is now, made if there is none yet.

        :rtype: odoo.models.Model
        """
        self.ensure_one()
        content = self._document()
        keys = self.field_ids.mapped("key")
        option_keys = [field.option_ids.mapped("key") for field in self.field_ids]
        # Texts around the questions are not what was answered.
        asked = json.dumps([content["fields"], keys, option_keys], sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(asked.encode()).hexdigest()
        Version = self.env["loyalty.form.version"]
        version = Version.search([("form_id", "=", self.id), ("digest", "=", digest)], limit=1)
        return version or self._insert_version(digest, content, keys, option_keys)

    def _insert_version(self, digest, content, keys, option_keys):
        """Two first entries after a change come at the same instant: the later one fails to serialise, and Odoo runs it
        again."""
        query = SQL(
            """INSERT INTO loyalty_form_version
                          (form_id, number, digest, document, keys, option_keys, create_date, create_uid)
               SELECT %(form)s, COALESCE(MAX(number), 0) + 1, %(digest)s, %(document)s, %(keys)s, %(options)s, %(now)s,
                      %(user)s
                 FROM loyalty_form_version WHERE form_id = %(form)s
               ON CONFLICT DO NOTHING RETURNING id""",
            form=self.id,
            digest=digest,
            document=Json(content),
            keys=Json(keys),
            options=Json(option_keys),
            now=fields.Datetime.now(),
            user=self.env.uid,
        )
        [[version_id]] = self.env.execute_query(query)
        self.invalidate_recordset(["version_ids"])
        return self.env["loyalty.form.version"].browse(version_id)


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    version_id = fields.Many2one("loyalty.form.version", readonly=True, index="btree_not_null", ondelete="set null")
    as_answered = fields.Html(compute="_compute_as_answered", sanitize=False)

    def _compute_as_answered(self):
        """The questions as the sender read them, with his answers, whatever the form has become."""
        for entry in self:
            version = entry.version_id
            if not version:
                entry.as_answered = False
                continue
            # What a field was deleted with stays in the column, behind what Odoo shows.
            [[stored]] = self.env.execute_query(SQL("SELECT answers FROM loyalty_form_entry WHERE id = %s", entry.id))
            entry.as_answered = version._as_html(version._shown(stored or {}))


def _plain(value):
    """A stored answer without its field."""
    if value is None or value is False:
        return ""
    return "، ".join(map(str, value)) if isinstance(value, list) else str(value)

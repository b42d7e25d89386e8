import contextlib

from markupsafe import Markup, escape

from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.mail import html_sanitize

from odoo.addons.crm_segments.tools.text import to_persian_digits

from ..tools import template
from ..tools.errors import AnswerError
from ..tools.rate import client_key
from ..tools.rule_condition import is_empty

HOUR = 3600
# The least that the end of a value must have to be compared.
LEAST_END = 4
# What an answer is made of. The rest of these wide tables is left alone: reading it took half of the time.
_INQUIRY = [
    *("page_id", "source_id", "only_done", "expiry_field_id", "valid_days", "miss_limit", "key_limit"),
    *("found_text", "expired_text", "none_text", "several_text"),
]
_FIELD = [
    *("form_id", "sequence", "kind", "label", "key", "alias", "lookup_field_id", "lookup_match", "maps_to"),
    *("required", "minimum", "maximum", "min_length", "max_length", "pattern"),
]


class LoyaltyFormInquiry(models.Model):
    """Asking, with wide rights, for anybody on the web: these methods are private and take plain values only."""

    _inherit = "loyalty.form.inquiry"

    def _ask(self, answers, meta):
        """Look up, and keep what was asked and answered.

        Whatever does not fit, a wrong serial or a right one beside a wrong number, is answered in the same way and by
        the same statements: one cannot find out which part was right.

        :param dict answers: checked answers of the page's fields, by key
        :param dict meta: nonce, ip, user_agent, source_url, user_id
        :return: the log
        """
        self.ensure_one()
        self._read_ahead()
        keys = self._asked_keys(answers)
        limited = self._is_limited(keys, meta["ip"])
        log = self._answer_and_log(answers, keys, meta, limited)
        if log.result in ("none", "several"):
            self.env["loyalty.form.hit"]._count(self._miss_key(meta["ip"]), HOUR)
        return log

    def _read_ahead(self):
        """Read in few statements, and few columns, what the answer takes."""
        self.fetch(_INQUIRY)
        page = self.page_id
        page.fetch(["name", "company_id"])
        page.company_id.fetch(["name"])
        (page.field_ids | self.shown_field_ids).fetch(_FIELD)
        page.field_ids.lookup_field_id.fetch(_FIELD)

    def _answer_and_log(self, answers, keys, meta, limited=False):
        result, entry = ("limited", self.env["loyalty.form.entry"]) if limited else self._find(keys)
        return self.env["loyalty.form.inquiry.log"].create(
            {
                "inquiry_id": self.id,
                "company_id": self.company_id.id,
                "asked": self._asked_text(answers),
                "result": result,
                "answer": self._answer(result, entry, answers),
                "entry_id": entry.id,
                "user_id": meta.get("user_id"),
                "ip": meta["ip"],
                "user_agent": (meta.get("user_agent") or "")[:300],
                "source_url": (meta.get("source_url") or "")[:500],
                "nonce": meta["nonce"],
            }
        )

    def _try(self, answers):
        """What would be answered.

        :return: (result, text)
        """
        result, entry = self._find(self._asked_keys(answers))
        return result, self._answer(result, entry, answers)

    def _find(self, keys):
        """:return: (result, the entry that may be shown or an empty one)"""
        entries = self.env["loyalty.form.entry"].browse(self._look_up(keys))
        entries.fetch(["form_id", "code", "submitted_at", "answers"])  # and none of the many other columns
        result = self._result(entries)
        return result, entries if result in ("found", "expired") else entries.browse()

    def _asked_keys(self, answers):
        """What is looked up.

        :return: list of (field of the other form, key, exact or ends)
        """
        Key = self.env["loyalty.form.key"]
        keys = []
        for field in self.field_ids.filtered("lookup_field_id"):
            value = answers.get(field.key)
            if is_empty(value):
                continue
            asked = field.lookup_field_id
            if field.lookup_match == "exact" and isinstance(value, str):
                # Spelled as the answers of that field are stored, such as phone numbers.
                with contextlib.suppress(AnswerError, AttributeError):
                    value = asked._kind()._clean(value, asked) or value
            keys.append((asked, Key._key(field if field.kind != asked.kind else asked, value), field.lookup_match))
        return keys

    def _look_up(self, keys):
        """:return: ids of at most two entries that have all these keys"""
        exact = [(field.id, key) for field, key, match in keys if match == "exact" and key]
        ends = [(field.id, key) for field, key, match in keys if match == "ends"]
        if not exact or any(len(key) < LEAST_END for _field, key in ends):
            return []
        self.env["loyalty.form.entry"].flush_model(["state", "form_id"])
        conditions = [
            SQL(
                "EXISTS (SELECT 1 FROM loyalty_form_key o WHERE o.entry_id = k.entry_id AND o.field_id = %s AND %s)",
                field_id,
                condition,
            )
            for field_id, condition in [
                *((field_id, SQL("o.value = %s", key)) for field_id, key in exact[1:]),
                *((field_id, SQL("right(o.value, %s) = %s", len(key), key)) for field_id, key in ends),
            ]
        ]
        state = SQL("e.state = 'done'") if self.only_done else SQL("e.state != 'spam'")
        query = SQL(
            """SELECT k.entry_id FROM loyalty_form_key k JOIN loyalty_form_entry e ON e.id = k.entry_id
                WHERE k.field_id = %s AND k.value = %s AND e.form_id = %s AND %s LIMIT 2""",
            *exact[0],
            self.source_id.id,
            SQL(" AND ").join([state, *conditions]),
        )
        return [entry_id for (entry_id,) in self.env.execute_query(query)]

    def _result(self, entries):
        if len(entries) != 1:
            return "several" if entries else "none"
        expires = self._expires_on(entries)
        return "expired" if expires and expires < fields.Date.context_today(self) else "found"

    # === limits === #
    def _miss_key(self, ip):
        return f"inquiry:miss:{self.id}:{client_key(ip)}"

    def _is_limited(self, keys, ip):
        """Whether this address guessed too often, or this value is being asked too often."""
        # Counted before looking, so that each question takes the same way. The end of a value is no one's alone.
        counted = [f"inquiry:key:{self.id}:{field.id}:{key}" for field, key, match in keys if key and match == "exact"]
        misses, asked = self.env["loyalty.form.hit"]._look_and_count(self._miss_key(ip), counted, HOUR)
        return misses >= max(self.miss_limit, 1) or any(count > max(self.key_limit, 1) for count in asked)

    # === texts === #
    def _asked_text(self, answers):
        """Each in Unicode's isolates: numbers and letters of both directions stand side by side."""
        return ", ".join(
            f"\u2068{field.label}: \u2068{field._display_answer(answers[field.key])}\u2069\u2069"
            for field in self.field_ids
            if field.key in answers
        )[:1000]

    def _answer(self, result, entry, answers):
        """What the page says: a text, and of one entry the fields that are shown.

        :rtype: Markup
        """
        if result == "limited":
            return escape(self.env._("Too many questions were asked. Please wait an hour and try again."))
        values = self._answer_values(entry, answers)
        text = template.render_html(html_sanitize(self[f"{result}_text"] or ""), values)
        stored = entry._stored_answers() if entry else {}
        rows = [
            Markup("<tr><th>%s</th><td dir='auto'>%s</td></tr>") % (field.label, field._display_answer(value))
            for field in self.shown_field_ids.sorted("sequence")
            if entry and not is_empty(value := stored.get(field.key))
        ]
        table = Markup("<table class='table mt-3'>%s</table>") % Markup("").join(rows) if rows else Markup("")
        return text + table

    def _answer_values(self, entry, answers):
        """Names for the texts: what was asked and, of what was found, only what may be shown."""
        shown_date = self.env["loyalty.form.field.date"]
        today = fields.Date.context_today(self)
        values = {
            f"asked.{field.alias}": field._display_answer(answers.get(field.key))
            for field in self.field_ids
            if field.alias
        }
        values |= {
            "form": self.name,
            "company": self.company_id.name,
            "date": shown_date._display(fields.Date.to_string(today), None),
        }
        if entry:
            stored = entry._stored_answers()
            values |= {f.alias: f._display_answer(stored.get(f.key)) for f in self.shown_field_ids if f.alias}
            expires = self._expires_on(entry)
            values["code"] = entry.code
            values["expires_on"] = shown_date._display(fields.Date.to_string(expires), None) if expires else ""
            days = str(max((expires - today).days, 0)) if expires else ""
            values["days_left"] = to_persian_digits(days) if (self.env.lang or "").startswith("fa") else days
        return values

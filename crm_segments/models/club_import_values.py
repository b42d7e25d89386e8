from odoo import models
from odoo.fields import Command
from odoo.tools import html2plaintext, plaintext2html

from ..tools.text import fold
from .club_import_target import KEYS


class ClubImport(models.Model):
    """From the values of a row to those of a customer, and what is new in them for a customer who is known (C19)."""

    _inherit = "club.import"

    def _partner_vals(self, values):
        """The values of a row as `res.partner` takes them.

        :param dict values: ``club.import.row.vals``
        :return: dict
        """
        Partner = self.env["res.partner"]
        vals, properties = {}, {}
        names = [values[part] for part in ("first_name", "last_name") if part in values]
        for target, value in values.items():
            if target.startswith("properties."):
                properties[target.removeprefix("properties.")] = value
            elif target in Partner._fields:
                kind = Partner._fields[target].type
                if kind == "many2many":
                    value = [Command.link(record_id) for record_id in self._records(Partner._fields[target], value)]
                vals[target] = plaintext2html(value) if kind == "html" else value
        if names:
            vals["name"] = " ".join(names)
        if properties:
            vals["properties"] = properties
        return vals

    def _records(self, field, parts):
        """The ids that a list in a cell stands for; tags that are new are made."""
        ids = []
        for part in parts:
            if isinstance(part, dict):
                Tag = self.env[field.comodel_name]
                known = Tag.search([("name", "=ilike", part["new"])], limit=1)
                known = known or next((tag for tag in Tag.search([]) if fold(tag.name) == fold(part["new"])), Tag)
                part = (known or Tag.create({"name": part["new"]})).id
            ids.append(part)
        return ids

    def _update_customers(self, rows, matches):
        if self.on_match == "skip":
            self._mark([(row, "skipped", matches[row.id], None) for row in rows])
            return
        partners = self.env["res.partner"].browse(matches[row.id] for row in rows)
        self._safely(
            list(zip(rows, partners, strict=True)), self._update_all, lambda item, reason: self._refuse(item[0], reason)
        )

    def _update_all(self, pairs):
        """Write what is news, once for all customers who get the same."""
        changes = [(row, partner, *self._changes(partner, self._partner_vals(row.vals))) for row, partner in pairs]
        together = {}
        for _row, partner, new, _before in changes:
            if new:
                alone = partner.id if "properties" in new else 0
                together.setdefault((alone, repr(sorted(new.items()))), []).append((partner, new))
        for group in together.values():
            partners = self.env["res.partner"].browse(partner.id for partner, _new in group)
            # what Odoo looks up at each write is fetched for the whole batch
            partners.with_prefetch(pairs[0][1]._prefetch_ids).write(dict(group[0][1]))
        for _row, partner, _new, before in changes:
            self._note_written(partner, before)
        self._into(self.env["res.partner"].browse(partner.id for _row, partner in pairs))
        self._mark(
            [(row, "updated" if before else "same", partner.id, before) for row, partner, _new, before in changes]
        )

    def _changes(self, partner, vals):
        """What of the values is news.

        :return: ``(values to write, {field: [value before, value to write]})``, the second for undoing
        """
        if not partner.is_customer_club:
            vals = {**vals, "is_customer_club": True}
        before, new = {}, {}
        for name, value in vals.items():
            if name in KEYS and value and value == partner[KEYS[name]]:
                continue  # the same number or address, spelled in another way
            kind = partner._fields[name].type
            news, replaced = self._news(kind, self._plain_value(partner, name), value)
            if news:
                before[name] = [replaced, news]
                new[name] = [Command.link(item) for item in news] if kind == "many2many" else news
        return new, before

    def _note_written(self, partner, before):
        """Values as the fields keep them, so that undoing knows them again."""
        for name in before:
            if name != "properties" and partner._fields[name].type != "many2many":
                before[name][1] = self._plain_value(partner, name)

    def _news(self, kind, old, value):
        """What of a value is news for the customer.

        :return: ``(what to write or False, what it replaces)``
        """
        if kind == "properties":
            news = {key: item for key, item in value.items() if self._is_news(old.get(key), item)}
            return news, {key: old.get(key, False) for key in news}
        if kind == "many2many":
            return [command[1] for command in value if command[1] not in old], []
        return (value, old) if self._is_news(old, value) else (False, old)

    def _is_news(self, old, value):
        if self.on_match == "fill":
            return not old and bool(value)
        if isinstance(value, str) and isinstance(old, str) and old.startswith("<"):
            return html2plaintext(old).strip() != html2plaintext(value).strip()
        return (old or False) != (value or False)

    def _plain_value(self, partner, name):
        """A value of a customer as JSON can keep it, and as `write` takes it."""
        if name == "properties":
            [row] = partner.read([name])
            return {item["name"]: self._plain_property(item) for item in row[name] if item["type"] != "separator"}
        value = partner[name]
        kind = partner._fields[name].type
        if kind == "many2one":
            return value.id
        if kind == "many2many":
            return value.ids
        if kind in ("date", "datetime"):
            return value and value.isoformat(sep=" ") if kind == "datetime" else value and value.isoformat()
        return str(value) if kind == "html" and value else value

    def _plain_property(self, item):
        value = item.get("value") or False
        return value[0] if item["type"] == "many2one" and value else value

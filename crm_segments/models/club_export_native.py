"""What Odoo's own export dialog asks for, in the words of our export (C20). See docs/adr/0006."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .club_export_job import AT_ONCE

STREAM_FROM = 2000  # rows; below, Odoo's own writer is as quick
CONTEXT_KEPT = ("allowed_company_ids", "active_test", "tz", "lang")
TO_MANY = ("one2many", "many2many")


class ClubExportNative(models.AbstractModel):
    _inherit = "club.export"

    @api.model
    def _from_native(self, params):
        """Translate a request of Odoo's export dialog, unless only Odoo can answer it.

        Left to Odoo: files that are to be imported again, grouped lists, external ids, columns within a list of a
        record, and models that say themselves how they are exported.

        :param dict params: as `/web/export/xlsx` gets them
        :return: None, or a tuple of what `_export` takes, its context, and how many rows Odoo still writes itself
        """
        Model = self.env.get(params.get("model"))
        if Model is None or params.get("import_compat") or params.get("groupby"):
            return None
        if type(Model).export_data is not models.BaseModel.export_data:
            return None
        columns = [
            {"name": "id" if column["name"] == ".id" else column["name"], "label": column["label"].strip()}
            for column in params["fields"]
        ]
        types = self._types(Model, params["fields"], columns)
        if not types:
            return None
        context = params.get("context") or {}
        request = {
            "model": Model._name,
            "columns": columns,
            "domain": params.get("domain") or [],
            "order": Model._order,
            "ids": params.get("ids") or None,
            "title": self.env["ir.model"]._get(Model._name).name,
        }
        kept = {key: context[key] for key in CONTEXT_KEPT if key in context}
        # Odoo makes a row of each tag; where it would take too long, the tags stand in one cell
        return request, kept, AT_ONCE if any(kind in TO_MANY for kind in types) else STREAM_FROM

    def _types(self, Model, asked, columns):
        """:return: list of the columns' types; empty when one of them is none of ours"""
        if any(column["name"] == "id" or column["name"].endswith(("/id", "/.id")) for column in asked):
            return []
        try:
            return [column["type"] for column in self._check_columns(Model, columns)]
        except (UserError, AccessError):
            return []

    @api.model
    def _stream_native(self, params):
        """The file, where it is long and can be streamed.

        :return: an open temporary file at its beginning, or None: Odoo writes it
        """
        found = self._from_native(params)
        if not found:
            return None
        request, context, rows = found
        export = self.with_context(**context)
        Model, domain, _columns = export._check_export(
            request["model"], request["columns"], request["domain"], request["ids"]
        )
        return export._export(**request) if Model.search_count(domain, limit=rows + 1) > rows else None

import hashlib
import logging
import shutil
from datetime import timedelta
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

AT_ONCE = 20_000  # rows that a visitor of the list waits for; more are written in the background
KEEP_DAYS = 7
WAITING = 5  # files that one user may have in the queue
TRIES = 2  # a server that stops a job for its length stops it each time
CHUNK = 1024 * 1024


class ClubExportJob(models.Model):
    """A large Excel file, written in the background and sent as a link (C20).

    It is written with the rights, companies, language and time zone of who asked for it, and only he can fetch it.
    """

    _name = "club.export.job"
    _description = "Excel File"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade", index=True)
    model = fields.Char(readonly=True, required=True)
    request = fields.Json(readonly=True)
    state = fields.Selection(
        [("waiting", "Being Written"), ("done", "Ready"), ("failed", "Failed")],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(readonly=True)
    tries = fields.Integer(readonly=True)
    attachment_id = fields.Many2one("ir.attachment", readonly=True)
    size = fields.Integer(string="Size (bytes)", related="attachment_id.file_size")

    @api.model
    def request_file(self, model, columns, domain=None, order=None, ids=None, title=None):
        """Ask for the Excel file of a list.

        :return: False when the list is short enough to be fetched at once; else a message for the user: the file is
            being written and he gets a link
        :raise AccessError: he may not export it
        """
        if model not in self.env:
            raise UserError(self.env._("This export cannot be understood."))
        Model, checked, _columns = self.env["club.export"]._check_export(model, columns, domain or [], ids)
        if Model.search_count(checked, limit=AT_ONCE + 1) <= AT_ONCE:
            return False
        if self.search_count([("user_id", "=", self.env.uid), ("state", "=", "waiting")]) >= WAITING:
            raise UserError(self.env._("%s of your files are being written. Wait for one of them.", WAITING))
        request = {"columns": columns, "domain": domain or [], "order": order, "ids": ids, "title": title}
        context = {key: self.env.context.get(key) for key in ("lang", "tz", "allowed_company_ids", "active_test")}
        # users read their files and ask for them here only
        self.sudo().create(
            {
                "name": f"{str(title or Model._description)[:80]}.xlsx",
                "user_id": self.env.uid,
                "model": model,
                "request": {**request, "context": {key: value for key, value in context.items() if value is not None}},
            }
        )
        self.env.ref("crm_segments.ir_cron_export").sudo()._trigger()
        return self.env._("The list is long: its Excel file is being written. You get a message with a link to it.")

    @api.model
    def request_native(self, params):
        """As `request_file`, for what Odoo's own export dialog asks.

        :param dict params: as `/web/export/xlsx` gets them
        :return: a message for the user when the file is written in the background; False when it is fetched at once
        """
        try:
            found = self.env["club.export"]._from_native(params)
        except (AttributeError, KeyError, TypeError) as error:
            raise UserError(self.env._("This export cannot be understood.")) from error
        if not found:
            return False
        request, context, _rows = found
        return self.with_context(**context).request_file(**request)

    @api.model
    def _cron_write(self):
        """Write the files that wait, the oldest first, each in a transaction of its own.

        A file at which the process was stopped waits still, so the next run of the job begins it anew: a file shows the
        list at one moment, so there is no half of it to go on with. Each try is noted beforehand: a file at which the
        server stopped the process (`limit_time_cpu`, `limit_time_real_cron`) must not keep those behind it waiting for
        ever.
        """
        waiting = self.search([("state", "=", "waiting")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for job in waiting:
            try:
                job._begin()
                job._write_file()
            except Exception as error:
                _logger.warning("Excel file %s was not written", job.id, exc_info=True)
                self.env.cr.rollback()
                job._fail(error)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _begin(self):
        """:raise UserError: the server stopped the writing before, so it would again"""
        if self.tries >= TRIES:
            raise UserError(
                self.env._("The list is too long: the server stopped the writing. Filter it or choose fewer columns.")
            )
        self.tries += 1
        self.env["ir.cron"]._commit_progress()

    def _write_file(self):
        request = dict(self.request)
        context = request.pop("context", {})
        export = self.env["club.export"].with_user(self.user_id).with_context(**context)
        with export._export(self.model, **request) as stream:
            self.attachment_id = self._attach(stream)
        self.state = "done"
        self._tell()

    def _fail(self, error):
        message = str(error) if isinstance(error, UserError) else self.env._("The file could not be written.")
        self.write({"state": "failed", "error": message})
        self._tell()

    def _attach(self, stream):
        """Keep the file, copied piece by piece: it may be larger than the memory that a worker should take.

        :param stream: open file at its beginning
        :return: ir.attachment
        """
        values = {"name": self.name, "res_model": self._name, "res_id": self.id}
        mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        Attachment = self.env["ir.attachment"]
        if Attachment._storage() != "file":
            return Attachment.create({**values, "raw": stream.read(), "mimetype": mimetype})
        digest = hashlib.sha1(usedforsecurity=False)
        while piece := stream.read(CHUNK):
            digest.update(piece)
        size, checksum = stream.tell(), digest.hexdigest()
        store_name = f"{checksum[:2]}/{checksum}"
        path = Path(Attachment._full_path(store_name))
        path.parent.mkdir(parents=True, exist_ok=True)
        stream.seek(0)
        with path.open("wb") as kept:
            shutil.copyfileobj(stream, kept, CHUNK)
        attachment = Attachment.create({**values, "mimetype": mimetype})
        # past the check of `write`, which refuses to name a stored file by hand
        attachment.flush_recordset()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = %s, checksum = %s, file_size = %s, db_datas = NULL WHERE id = %s",
            (store_name, checksum, size, attachment.id),
        )
        attachment.invalidate_recordset()
        return attachment

    def _tell(self):
        """Send the link, or what went wrong, to who asked."""
        job = self.with_context(lang=self.user_id.lang)
        if self.state == "done":
            subject = job.env._("Your Excel file is ready: %s", self.name)
            body = job.env["ir.qweb"]._render(
                "crm_segments.club_export_ready", {"job": job, "url": f"{self.get_base_url()}{self._path()}"}
            )
        else:
            subject = job.env._("Your Excel file could not be written: %s", self.name)
            body = self.error
        self.message_notify(partner_ids=self.user_id.partner_id.ids, subject=subject, body=body)

    def _path(self):
        return f"/web/content/{self.attachment_id.id}?download=true"

    def action_retry(self):
        """Write a file again that failed, as if it were asked for now: the rights are looked at again."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "failed":
            raise UserError(self.env._("Only a file that failed is written again."))
        # users read their files; they are written here only
        self.sudo().write({"state": "waiting", "tries": 0, "error": False})
        self.env.ref("crm_segments.ir_cron_export").sudo()._trigger()
        return self.env["res.partner"]._approval_notification(
            self.env._("The file is being written again. You get a message with a link to it.")
        )

    def action_download(self):
        """Fetch the file."""
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(self.error or self.env._("The file is still being written."))
        return {"type": "ir.actions.act_url", "url": self._path(), "target": "download"}

    @api.autovacuum
    def _gc_files(self):
        """Files are fetched soon or never, and hold what is personal."""
        old = self.search([("create_date", "<", fields.Datetime.now() - timedelta(days=KEEP_DAYS))], limit=1000)
        old.attachment_id.unlink()
        old.unlink()
        return len(old), 0

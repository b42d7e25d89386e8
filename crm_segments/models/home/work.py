from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

MANAGER = "crm_segments.crm_segments_group_manager"
SHOWN = 5


class HomeWork(models.AbstractModel):
    """What the server does in the background, and what of it went wrong. Extend `_jobs` with your own."""

    _name = "club.home.block.work"
    _inherit = ["club.home.block.kind"]
    _description = "Home Block: Work in the Background"

    _label = _lt("In the Background")
    _sequence = 40
    _show = "rows"

    def _read(self):
        jobs = self._jobs()
        return {
            "items": jobs,
            "is_running": any(job.get("is_running") for job in jobs),
            "empty": self.env._("Nothing runs, and nothing has failed. Imports and large Excel files are shown here."),
        }

    def _jobs(self):
        """:return: list of items (`_item`), with ``is_running`` for those that go on by themselves"""
        jobs = [self._export(job) for job in self._exports()]
        if self.env.user.has_group(MANAGER):
            working = ("reading", "running", "undoing", "paused")
            imports = self.env["club.import"].search([("state", "in", working)], limit=SHOWN)
            jobs = [self._import(record) for record in imports] + jobs
        changes = self.env["club.bulk.change"].search([("state", "in", ("running", "undoing", "paused"))], limit=SHOWN)
        return [self._change(change) for change in changes] + jobs

    def _exports(self):
        domain = [("user_id", "=", self.env.uid)]
        return self.env["club.export.job"].search(domain, limit=SHOWN)

    def _import(self, record):
        return self._in_progress(record, "fa-upload")

    def _change(self, change):
        return self._in_progress(change, "fa-users")

    def _in_progress(self, record, icon):
        """:param record: with name, state and progress; stopped when its state is paused"""
        labels = dict(record._fields["state"]._description_selection(self.env))
        return self._item(
            record.name,
            labels[record.state],
            icon=icon,
            part=record.progress,
            tone="warning" if record.state == "paused" else "info",
            is_running=record.state != "paused",
            action={
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "views": [[False, "form"]],
            },
        )

    def _export(self, job):
        labels = dict(job._fields["state"]._description_selection(self.env))
        return self._item(
            job.name,
            labels[job.state],
            icon="fa-file-excel-o",
            tone={"failed": "danger", "done": "success"}.get(job.state, "info"),
            note=job.error,
            is_running=job.state == "waiting",
            action="crm_segments.club_export_job_action",
        )

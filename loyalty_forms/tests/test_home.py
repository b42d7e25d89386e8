from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestHome(FormsCase):
    """C17, F6: what forms leave to people stands on the home page."""

    def test_entries_that_wait(self):
        def tasks():
            return {item["label"]: item for item in home.block("tasks")["items"]}

        home = self.env["club.home"].with_user(self.user)
        before = tasks()
        entry = self._send(self._form([{"kind": "text", "alias": "name"}]), {"name": "Sara"})
        new = tasks()["New entries of forms"]
        found = self.env["loyalty.form.entry"].search(new["action"]["domain"])
        self.assertIn(entry, found)
        self.assertEqual(int(new["value"].replace(",", "")), len(found))
        self.assertEqual(
            "Entries whose time to answer is over" in before, "Entries whose time to answer is over" in tasks()
        )
        entry.due_at = fields.Datetime.now() - timedelta(hours=1)
        over = tasks()["Entries whose time to answer is over"]
        self.assertIn(entry, self.env["loyalty.form.entry"].search(over["action"]["domain"]))

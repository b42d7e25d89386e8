"""What a customer typed goes when his data are erased (L16)."""

from odoo.tests import tagged

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestErase(FormsCase):
    def test_entries_go(self):
        form = self._form([{"kind": "text", "alias": "wish"}])
        partner = self.env["res.partner"].create({"name": "Sara"})
        entry, other = self._send(form, {"wish": "Tea"}), self._send(form, {"wish": "Coffee"})
        entry.partner_id = partner
        partner._erase_personal_data()
        self.assertFalse(entry.exists())
        self.assertTrue(other.exists())

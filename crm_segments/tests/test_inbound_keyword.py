from odoo.tests import tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestInboundKeyword(CustomersCase):
    def test_contract_of_all_kinds(self):
        # S5: whatever customers write, each kind says yes or no, and none takes an ordinary reply
        family = self.env["club.inbound.keyword.kind"]
        for name in self.env.registry.descendants([family._name], "_inherit") - {family._name}:
            kind = self.env[name]
            self.assertTrue(str(kind._label), name)
            for text in ("", "x" * 4000, "سلام، ساعت کاری شما چیست؟", "\n", "%s %(x)s {0}"):
                self.assertFalse(kind._matches(text), (name, text))
        self.assertEqual(family._find("سلام، ساعت کاری شما چیست؟"), (None, None))

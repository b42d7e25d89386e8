import json
from decimal import Decimal

from odoo.tests import tagged

from .common import ClubCase

# What the event of each trigger holds.
EVENTS = {"join": {}, "purchase": {"amount": 250000.0}, "manual": {}, "day": {}, "event": {}}


@tagged("post_install", "-at_install")
class TestRuleKinds(ClubCase):
    """L3: the contract of the family, for every kind of rule that is there."""

    def test_every_kind_keeps_the_contract(self):
        Rule = self.env["loyalty.club.rule"]
        kinds = dict(Rule._selection_kind())
        self.assertLessEqual({"join", "purchase", "birthday", "manual"}, kinds.keys())
        row = self.env["loyalty.ledger"].search([("card_id", "=", self._member(self.club).card_id.id)], limit=1)
        self.assertTrue(row)
        for name, label in kinds.items():
            kind = self.env[f"loyalty.club.rule.{name}"]
            self.assertTrue(label, name)
            self.assertTrue(type(kind).__doc__ or kind._description, name)
            self.assertIn(kind._trigger, EVENTS, name)
            rule = Rule.new({"club_id": self.club.id, "kind": name, "name": name, "points": 5})
            params = json.loads(json.dumps(kind._params(rule)))  # the ledger keeps them as JSON
            self.assertIsInstance(kind._points(params, EVENTS[kind._trigger]), Decimal, name)
            self.assertIsInstance(kind._sentence(params, row), str, name)

    def test_a_row_whose_kind_is_gone_is_still_said(self):
        entry = {"card_id": self._member(self.club).card_id.id, "kind": "rule", "points": 3}
        row = self.env["loyalty.ledger"]._post([{**entry, "rule_snapshot": {"kind": "gone", "name": "An old rule"}}])
        self.assertEqual(row.sentence, "An old rule")

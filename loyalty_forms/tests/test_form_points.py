"""Points for forms and surveys (L5)."""

from odoo.tests import tagged

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestFormPoints(FormsCase):
    def test_once_for_each_form(self):
        club = self.env["loyalty.club"].create({"name": "Club"})
        sara = self._customer(phone="+989121234567")
        club._join(sara, source="manual")
        member = self.env["loyalty.club.member"].search([("partner_id", "=", sara.id), ("club_id", "=", club.id)])
        form, other = (self._form([{"kind": "phone", "alias": "mobile"}], name=name) for name in ("Opinion", "Other"))
        self.env["loyalty.club.rule"].create(
            {"name": "Form", "club_id": club.id, "kind": "form", "points": 15, "form_ids": [(6, 0, form.ids)]}
        )
        before = member.points
        for _time in range(2):
            self._send(form, {"mobile": "09121234567"})
        self._send(other, {"mobile": "09121234567"})
        self._send(form, {"mobile": "09351112233"})
        self.assertEqual(member.points - before, 15)
        row = self.env["loyalty.ledger"].search([("card_id", "=", member.card_id.id)], order="id desc", limit=1)
        self.assertEqual(row.src_model, "loyalty.form.entry")

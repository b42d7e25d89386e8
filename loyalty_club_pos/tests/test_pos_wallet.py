"""Credit of the club at the till: it pays, and comes back with the goods (L9)."""

from odoo.tests import tagged

from .common import ClubPosCase


@tagged("post_install", "-at_install")
class TestPosWallet(ClubPosCase):
    def test_pays_and_comes_back(self):
        member = self._member(self.club)
        member._give_credit(30000, key="test", days=30)
        wallet = member.wallet_card_id
        self.assertTrue(wallet.program_id.is_club)
        order = self._sync(member.partner_id, [self._line(), self._reward_line(wallet, 30000)])
        member.invalidate_recordset()
        self.assertEqual((member.credit, member.points), (0, 5 + 50 + 10), "what credit pays counts as paid")
        self._return(order, {line: line.qty for line in order.lines})
        member.invalidate_recordset()
        self.assertEqual((member.credit, member.points), (30000, 5))

    def test_what_ends_is_money(self):
        """The cashier reads of points that they expire, of credit how much money ends."""
        member = self._member(self.club)
        member._give_credit(30000, key="test", days=5)
        text = member.wallet_card_id.club_expiring
        self.assertIn("30,000", text)
        self.assertIn(member.wallet_card_id.currency_id.name, text)

    def test_not_of_somebody_else(self):
        member, other = self._member(self.club), self._member(self.club, name="Reza")
        other._give_credit(500, key="test")
        self._sync(member.partner_id, [self._line(), self._reward_line(other.wallet_card_id, 500)])
        other.invalidate_recordset()
        self.assertEqual(other.credit, 500)
        self.assertEqual([card for card, _what in self.refused], [other.wallet_card_id])

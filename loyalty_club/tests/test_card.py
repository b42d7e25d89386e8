"""The member's card on paper and on the phone, what he can spend, and his page of the customer (L2, C21)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools.colours import readable_on
from .common import ClubBuilders, ClubCase


@tagged("post_install", "-at_install")
class TestCard(ClubCase):
    def test_printed_cards(self):
        """Ten to a sheet, each in the language and direction of its member, with codes inside the page."""
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["res.lang"].search([("code", "=", "fa_IR")]).direction = "rtl"
        sara = self._member(self.club, name="سارا", lang="fa_IR")
        omid = self._member(self.club, name="Omid")
        waiting = self.club._join(self._partner("Waits"), pending=True)
        action = (sara | omid | waiting).with_user(self.user).action_print_card()
        self.assertEqual(action["report_name"], "loyalty_club.report_cards")
        self.assertEqual(set(action["context"]["active_ids"]), set((sara | omid).ids))
        html = self.env["ir.actions.report"].with_user(self.user)
        html = html._render_qweb_html("loyalty_club.loyalty_club_card_report", (sara | omid | waiting).ids)[0].decode()
        for text in (sara.number, omid.number, "سارا", "Omid", 'dir="rtl"', 'dir="ltr"'):
            self.assertIn(text, html)
        self.assertIn("@page { size: A4;", html, "a browser prints it on the same paper")
        self.assertEqual(html.count("data:image/png;base64,"), 4, "a QR code and a barcode on each card")
        with self.assertRaisesRegex(UserError, "active"):
            waiting.action_print_card()

    def test_written_so_that_it_can_be_read(self):
        member = self._member(self.club)
        self.club.tier_ids.color = "#f5e6a8"
        self.assertEqual(member._card_colour(), ("#f5e6a8", "#1b1f24"))
        self.assertEqual(readable_on("#203040"), "#ffffff")
        self.assertEqual(readable_on("nonsense"), "#ffffff")

    def test_what_can_be_spent(self):
        """Points that wait, are reserved or have run out are told apart from those that can be spent."""
        member = self._member(self.club)
        today = self.club._today()
        card = {"card_id": member.card_id.id, "kind": "earn"}
        self.env["loyalty.ledger"]._post(
            [
                {**card, "points": 40, "available_on": today + timedelta(days=7)},
                {**card, "points": 20, "expires_on": today + timedelta(days=3)},
                {**card, "points": 10, "expires_on": today - timedelta(days=1)},
            ]
        )
        until = fields.Datetime.now() + timedelta(hours=1)
        self.env["loyalty.reservation"]._reserve("test:1", {member.card_id: 8}, until)
        member.invalidate_recordset()
        self.assertEqual((member.points, member.held_points, member.reserved_points), (35, 40, 8))
        self.assertEqual(member.spendable_points, 17)
        texts = [note["text"] for note in member._balance_notes()]
        self.assertRegex(texts[0], r"^40 points can be spent from \d+ \w+ \d{4}$")
        self.assertEqual(texts[1], "8 points are reserved for an order that is being paid")
        self.assertRegex(texts[2], r"^20 points expire on ")
        self.assertEqual(len(texts), 3)

    def test_page_of_the_customer(self):
        """Memberships, last movements with reasons and coupons; and the time line tells of them."""
        member = self._member(self.club)
        self.club.tier_ids[1].threshold = 5
        order = self._order(member.partner_id)
        program = self.env["loyalty.program"].create({"name": "Gift", "program_type": "coupons"})
        self.env["loyalty.card"].create({"program_id": program.id, "partner_id": member.partner_id.id, "points": 1})
        partner = member.partner_id.with_user(self.user)
        self.assertEqual(partner.club_coupon_ids.program_id.name, "Gift")
        self.assertIn(f"50 points for the purchase {order.name}", partner.club_ledger_ids.mapped("sentence"))
        events = partner.get_club_timeline(["points", "tier", "member"])["events"]
        texts = [event["text"] for event in events]
        self.assertIn(f"50 points for the purchase {order.name}", texts)
        self.assertIn("Rose to the tier Bronze of Book Lovers", texts)
        self.assertIn(f"Joined Book Lovers as {member.number}", texts)
        self.assertEqual(partner.action_join_club()["context"]["default_partner_ids"], partner.ids)
        view = self.env.ref("crm_segments.res_partner_view_customer_page")
        self.assertIn("club_membership", partner.get_view(view.id, "form")["arch"])


@tagged("post_install", "-at_install")
class TestCardOnThePhone(ClubBuilders, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.club = cls._club()
        cls.portal = new_test_user(cls.env, "card_owner", groups="base.group_portal")
        cls.member = cls._member(cls.club, partner=cls.portal.partner_id)
        cls.other = cls._member(cls.club, name="Somebody else")

    def test_own_card(self):
        self.authenticate("card_owner", "card_owner")
        page = self.url_open(f"/my/club/{self.member.id}/card").text
        self.assertIn(self.member.number, page)
        self.assertEqual(page.count("data:image/png;base64,"), 2)
        manifest = self.url_open(f"/my/club/{self.member.id}/card.webmanifest").json()
        self.assertEqual(manifest["start_url"], f"/my/club/{self.member.id}/card")
        icon = self.url_open(manifest["icons"][0]["src"])
        self.assertEqual((icon.status_code, icon.content[:4]), (200, b"\x89PNG"))
        self.assertEqual(self.url_open(f"/my/club/{self.member.id}/card-7.png").status_code, 404)
        printed = self.url_open(f"/my/club/{self.member.id}/card/print")
        self.assertEqual(printed.status_code, 200)
        self.assertIn(printed.headers["Content-Type"].split(";")[0], ("application/pdf", "text/html"))

    def test_persian_and_styled(self):
        """The page of the phone speaks Persian, and its style is without a fault."""
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"]._load_module_terms(["loyalty_club"], ["fa_IR"])
        page = self.env["ir.qweb"].with_context(lang="fa_IR")
        member = self.member.with_context(lang="fa_IR")
        values = {"member": member, "show_number": str}
        text = str(page._render("loyalty_club.portal_card_phone_body", values))
        for word in ("امتیاز", "چاپ", "بازگشت"):
            self.assertIn(word, text)
        for bundle in ("web.assets_frontend", "web.report_assets_common"):
            assets = self.env["ir.qweb"]._get_asset_bundle(bundle, js=False)
            assets.preprocess_css()
            self.assertEqual(assets.css_errors, [], bundle)

    def test_nobody_elses_card(self):
        self.authenticate("card_owner", "card_owner")
        for page in ("card", "card/print", "card.webmanifest", "card-192.png", "wallet", "leave"):
            self.assertEqual(self.url_open(f"/my/club/{self.other.id}/{page}").status_code, 404, page)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"/my/club/{self.member.id}/card").url)
        self.member.action_suspend()
        self.authenticate("card_owner", "card_owner")
        self.assertEqual(self.url_open(f"/my/club/{self.member.id}/card").status_code, 404, "a frozen card")

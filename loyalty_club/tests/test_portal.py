"""The member's page (L13, X1, X2)."""

from odoo.tests import HttpCase, tagged

from .common import ClubBuilders


@tagged("post_install", "-at_install")
class TestPortal(ClubBuilders, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        if "website" in cls.env:
            cls.env["website"].search([]).language_ids |= cls.env["res.lang"]._lang_get("fa_IR")
        cls.club = cls._club()
        for tier, threshold in zip(cls.club.tier_ids, (0, 40, 80, 200), strict=False):
            tier.threshold = threshold
        cls.member = cls._member(cls.club)
        cls.other = cls._member(cls.club, name="Somebody else")
        cls._order(cls.member.partner_id)
        # A login without an e-mail address, as a customer who gave only his mobile has it.
        cls.portal = (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "login": "+989121234567",
                    "password": "member-secret",
                    "partner_id": cls.member.partner_id.id,
                    "name": "Sara",
                    "lang": "en_US",
                    "group_ids": [(6, 0, cls.env.ref("base.group_portal").ids)],
                }
            )
        )

    def test_own_page(self):
        """Balance, tier, what is missing, history with reasons, number and code."""
        self.authenticate("+989121234567", "member-secret")
        page = self.url_open("/my/club").text
        for text in (
            ">85<",
            "Silver",
            "115 points to Gold",
            "5 points for joining the club",
            "50 points for the purchase",
            "30 points for 3 × 100,000",
            "worth ",
            self.member.number,
            f"/report/barcode/QR/{self.member.card_id.code}",
        ):
            self.assertTrue(text in page, f"{text} is not on the page")
        home = self.url_open("/my/home").text
        self.assertTrue(f"/my/club/{self.member.id}" in home)
        self.assertFalse(f'data-card_id="{self.member.card_id.id}"' in home, "the native card is not shown beside ours")

    def test_persian(self):
        """Persian digits and Jalali dates on the server."""
        self.portal.lang = "fa_IR"
        self.authenticate("+989121234567", "member-secret")
        prefix = f"/{self.env['res.lang']._lang_get('fa_IR').url_code}" if "website" in self.env else ""
        page = self.url_open(f"{prefix}/my/club").text
        self.assertIn(">۸۵<", page)
        self.assertRegex(page, r"[۰-۹]{1,2} \w+ ۱۴[۰-۹]{2}")

    def test_nobody_elses(self):
        """Another's membership is not there, and the public has to sign in."""
        self.authenticate("+989121234567", "member-secret")
        self.assertEqual(self.url_open(f"/my/club/{self.other.id}").status_code, 404)
        self.assertEqual(self.url_open(f"/my/club/{self.other.id}/page/2").status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"/my/club/{self.member.id}").url)

    def test_who_waits_and_who_is_none(self):
        self.member.action_suspend()
        self.authenticate("+989121234567", "member-secret")
        self.assertIn("Your membership is suspended", self.url_open("/my/club").text)
        self.member.action_leave()
        self.assertIn("You have left", self.url_open("/my/club").text)

"""The picture of the life cycle: its numbers, and how a Persian user reads them (C9)."""

from odoo.tests import HttpCase, new_test_user, tagged

READ = """
const stages = [...document.querySelectorAll(".o_club_funnel_stage")].filter(
    (stage) => stage.querySelector(".o_club_funnel_count").textContent !== "۰"
);
const texts = stages.map((stage) => stage.innerText.replace(/\\s+/g, " "));
const shares = stages.map((stage) =>
    stage.querySelector(".o_club_funnel_share").textContent.replace(/[\\u200e\\u200f\\u061c]/g, "")
);
if (!stages.length || shares.some((share) => !/^[۰-۹٫]+٪ از همه$/.test(share))) {
    console.error(`not a share of all: ${shares}`);
} else if (texts.some((text) => /[a-z0-9]/i.test(text))) {
    console.error(`not Persian: ${texts}`);
} else if (stages.some((stage) => [...stage.querySelectorAll("bdi")].length !== 2)) {
    console.error("the number and the share run into each other");
} else {
    console.log("test successful");
}
"""


@tagged("post_install", "-at_install")
class TestFunnel(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        groups = "base.group_user,crm_segments.crm_segments_group_user"
        cls.maryam = new_test_user(cls.env, "funnel_maryam", groups, lang="fa_IR", tz="Asia/Tehran")
        customers = cls.env["res.partner"].create(
            [{"name": f"Customer {number}", "is_customer_club": True} for number in range(12)]
        )
        product = cls.env["product.product"].create({"name": "Book", "type": "service", "taxes_id": False})
        for customer in customers[:4]:
            line = (0, 0, {"product_id": product.id, "price_unit": 90000, "tax_ids": False})
            cls.env["sale.order"].create({"partner_id": customer.id, "order_line": [line]}).action_confirm()
        cls.env.flush_all()
        cls.env["club.customer.metric"]._recompute(customers.ids)

    def test_shares_are_of_all(self):
        funnel = self.env["club.customer.metric"].with_user(self.maryam).funnel()
        self.assertEqual(sum(stage["count"] for stage in funnel["stages"]), funnel["total"])
        self.assertAlmostEqual(sum(stage["share"] for stage in funnel["stages"]), 100)
        for stage in funnel["stages"]:
            self.assertAlmostEqual(stage["share"], 100 * stage["count"] / funnel["total"])

    def test_read_in_persian(self):
        self.browser_js(
            "/odoo/action-crm_segments.lifecycle_funnel_action",
            READ,
            "!!document.querySelector('.o_club_funnel_stage')",
            login="funnel_maryam",
        )

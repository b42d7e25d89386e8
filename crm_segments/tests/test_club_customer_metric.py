from datetime import datetime, timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ..tools.lifecycle import STAGES, stage_of
from .common import CustomersCase

NOW = datetime(2026, 6, 1, 12)


class MetricCase(CustomersCase):
    """Customers whose figures are worked out at a fixed moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Metric = cls.env["club.customer.metric"]
        cls.env["club.rfm.cut"]._of_company(cls.company)
        cls.env["club.rfm.cut"].search([("company_id", "=", cls.company.id), ("dimension", "=", "money")]).write(
            {f"cut_{number}": number * 1000 for number in range(1, 5)}
        )
        cls.buyer = cls._customer("Buyer")

    @classmethod
    def _order(cls, partner, amount, days_ago, **values):
        order = cls._sale_order(partner, amount, **values)
        order.date_order = NOW - timedelta(days=days_ago)
        return order

    def _process(self, now=NOW):
        """What the job does, at that moment."""
        self.env.flush_all()
        while self.env["club.customer.touch"]._process(now):
            if not self.env["club.customer.touch"].search_count([]):
                return

    def _metric(self, partner=None, company=None):
        self._process()
        partner = partner or self.buyer
        return self.Metric.search([("partner_id", "=", partner.id), ("company_id", "=", (company or self.company).id)])

    def _invoice(self, order):
        order._create_invoices()
        invoice = order.invoice_ids.filtered(lambda move: move.state == "draft")
        invoice.invoice_date = order.date_order.date()
        invoice.action_post()
        return invoice

    def _credit(self, invoice, amount=None):
        credit = invoice._reverse_moves([{"invoice_date": NOW.date()}])
        if amount is not None:
            credit.invoice_line_ids.price_unit = amount
        credit.action_post()
        return credit


@tagged("post_install", "-at_install")
class TestMetric(MetricCase):
    # C10

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)

    def test_orders_of_contacts_count_for_their_company(self):
        firm = self._customer("Firm", is_company=True)
        contact = self._customer("Contact", parent_id=firm.id)
        self._order(contact, 1000, 40)
        self._order(firm, 3000, 10)
        self._order(self.buyer, 500, 1, confirm=False)
        metric = self._metric(firm)
        self.assertEqual((metric.order_count, metric.spent, metric.average_basket), (2, 4000, 2000))
        self.assertEqual((metric.rhythm_days, metric.first_order_on), (30, NOW - timedelta(days=40)))
        self.assertEqual(metric.last_order_on, NOW - timedelta(days=10))
        self.assertFalse(self._metric(contact))
        self.assertEqual((firm + contact).mapped("club_spent"), [4000, 4000])
        self.assertFalse(self._metric(self.buyer).order_count)

    def test_cancelled_and_changed_orders(self):
        order = self._order(self.buyer, 1000, 5)
        self._order(self.buyer, 100, 50)
        self.assertEqual(self._metric().spent, 1100)
        order.order_line.price_unit = 400
        self.assertEqual(self._metric().spent, 500)
        order._action_cancel()
        self.assertEqual((self._metric().spent, self._metric().order_count), (100, 1))

    def test_credit_notes_are_taken_off(self):
        order, other = self._order(self.buyer, 1000, 5), self._order(self.buyer, 300, 30)
        self._credit(self._invoice(order), 250)
        self.assertEqual((self._metric().spent, self._metric().order_count), (1050, 2))
        self._credit(self._invoice(other))
        metric = self._metric()
        self.assertEqual((metric.spent, metric.order_count), (750, 1), "an order that was taken back whole is none")
        order._action_cancel()
        self.assertEqual(self._metric().spent, 0, "the credit note of a cancelled order takes nothing off twice")

    def test_each_company_in_its_currency(self):
        second = self.env["res.company"].create({"name": "Second", "currency_id": self.env.ref("base.EUR").id})
        self._order(self.buyer, 1000, 5)
        rate = self.env["res.currency.rate"]
        foreign = self.env.ref("base.GBP")
        foreign.active = True
        rate.create({"currency_id": foreign.id, "name": "2020-01-01", "rate": 2, "company_id": second.id})
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": foreign.id, "company_id": second.id}
        )
        order = self._sale_order(
            self.buyer.with_company(second), 500, confirm=False, company_id=second.id, pricelist_id=pricelist.id
        )
        order.action_confirm()
        self.assertEqual(self._metric(company=second).spent, 250)
        self.assertEqual(self._metric().spent, 1000)
        self.assertEqual(self.buyer.with_company(second).club_spent, 250)

    def test_scores_follow_the_cut_values(self):
        self._order(self.buyer, 2500, 20)
        metric = self._metric()
        self.assertEqual((metric.rfm_score, metric.rfm_name), (513, "newcomer"))
        for days in (50, 80):
            self._order(self.buyer, 1000, days)
        self.assertEqual((self._metric().rfm_score, self._metric().rfm_name), (535, "potential"))
        self._process(NOW + timedelta(days=100))
        self.assertEqual(self._row().recency_score, 3, "time alone changes the score")

    def _row(self):
        return self.Metric.search([("partner_id", "=", self.buyer.id), ("company_id", "=", self.company.id)])

    def test_automatic_cut_values(self):
        cut = self.env["club.rfm.cut"].search([("company_id", "=", self.company.id), ("dimension", "=", "money")])
        cut.is_automatic = True
        for number in range(1, 11):
            self._order(self._customer(f"Customer {number}"), number * 100, 5)
        self._process()
        others = self.Metric.search([("spent", ">", 0), ("company_id", "=", self.company.id)])
        values = sorted(others.mapped("spent"))
        self.env["club.rfm.cut"]._recut(self.company, NOW)
        self.assertEqual(cut.cut_1, values[-(-len(values) // 5) - 1])
        with self.assertRaises(ValidationError):
            cut.write({"cut_1": 9, "cut_2": 1})

    def test_expected_value_shows_its_formula(self):
        for days in (100, 60, 20):
            self._order(self.buyer, 1000, days)
        metric = self._metric()
        self.assertEqual(metric.orders_a_year, 9.125)
        self.assertEqual(metric.expected_value, 9125)
        self.assertIn("9.1 orders a year", metric.with_context(lang="en_US").formula)

    def test_favourites(self):
        novels, poems = self.env["product.category"].create([{"name": "Novels"}, {"name": "Poems"}])
        products = self.env["product.product"].create(
            [{"name": c.name, "type": "service", "categ_id": c.id} for c in (novels, poems)]
        )
        for product, amount in zip(products, (300, 100), strict=True):
            order = self._order(self.buyer, amount, 5, confirm=False)
            order.order_line.product_id = product
            order.order_line.write({"price_unit": amount, "tax_ids": False})
            order.action_confirm()
            order.date_order = NOW - timedelta(days=5)
        metric = self._metric()
        self.assertEqual(metric.favourites, [[novels.id, 75.0], [poems.id, 25.0]])
        self.assertEqual(metric.favourite_category_id, novels)
        self.assertEqual(metric.favourite_product_ids, products)
        self.assertEqual(metric.favourite_text, "Novels 75%, Poems 25%")

    def test_only_rows_that_differ_are_written(self):
        self._order(self.buyer, 1000, 5)
        self._process()
        self.assertEqual(self.Metric._recompute(self.buyer.ids, NOW), 0)

    def test_merged_customers_have_the_purchases_of_both(self):
        other = self._customer("Same")
        self._order(self.buyer, 1000, 5)
        self._order(other, 500, 3)
        self._process()
        self.env["base.partner.merge.automatic.wizard"]._merge((self.buyer + other).ids, self.buyer)
        self.assertEqual(self._metric().spent, 1500)

    def test_contact_that_moves_takes_his_purchases_with_him(self):
        firm = self._customer("Firm", is_company=True)
        self._order(self.buyer, 1000, 5)
        self._process()
        self.buyer.parent_id = firm
        self.assertEqual(self._metric(firm).spent, 1000)
        self.assertFalse(self._metric(self.buyer))

    def test_rebuild_equals_what_was_kept_up(self):
        self._order(self.buyer, 1000, 5)
        self._process()
        self.env.cr.execute("DELETE FROM club_customer_metric WHERE partner_id = %s", [self.buyer.id])
        with self.enter_registry_test_mode():
            self.env.ref("crm_segments.ir_cron_rebuild_metrics").method_direct_trigger()
        self.assertEqual(self._metric().spent, 1000)

    def test_lists_sort_group_and_search_by_figures(self):
        rich, poor, none = self._customer("Rich"), self._customer("Poor"), self._customer("None")
        everybody = rich + poor + none
        self._order(rich, 9000, 5)
        self._order(poor, 10, 400)
        self._process()
        Partner = self.env["res.partner"].with_user(self.user)
        mine = [("id", "in", everybody.ids)]
        self.assertEqual(Partner.search([*mine, ("lifecycle_stage", "=", "new")]), rich)
        self.assertEqual(Partner.search([*mine, ("lifecycle_stage", "!=", "new")]), poor + none)
        self.assertEqual(Partner.search([*mine, ("club_spent", ">", 5)], order="club_spent desc"), rich + poor)
        self.assertEqual(Partner.search([*mine, ("club_metric_id", "=", False)]), Partner)
        self.assertEqual(Partner.search(mine, order="club_spent desc", limit=2), rich + poor)
        groups = Partner._read_group(mine, ["lifecycle_stage"], ["__count"])
        self.assertEqual(dict(groups), {"new": 1, "lost": 1, "lead": 1})
        with self.assertRaises(AccessError):
            none.with_user(self.outsider).lifecycle_stage  # noqa: B018 (reading is the test)

    def test_pages_by_a_figure_leave_nobody_out(self):
        """Who has no figures yet comes last, in either direction, and each page follows on the one before."""
        known = self._customer("Rich") + self._customer("Poor") + self._customer("None")
        for customer, amount in zip(known, (9000, 10), strict=False):
            self._order(customer, amount, 5)
        self._process()
        unknown = self._customer("New") + self._customer("Newer")
        mine = [("id", "in", (known + unknown).ids)]
        for order in ("club_spent desc, id", "club_spent, id"):
            ranked = known if "desc" in order else known[::-1]
            for size in (1, 2, 3, 5, 8):
                pages = [
                    self.env["res.partner"].search(mine, offset=at, limit=size, order=order) for at in range(0, 5, size)
                ]
                self.assertEqual(sum(pages, self.env["res.partner"]), ranked + unknown, (order, size))


@tagged("post_install", "-at_install")
class TestLifecycle(MetricCase):
    # C9

    def _stage(self, partner=None):
        return self._metric(partner).lifecycle_stage

    def test_sales_moves_leads_to_prospects(self):
        self.assertEqual(self._stage(), "lead")
        lead = self.env["crm.lead"].create({"name": "Wants books", "type": "lead", "partner_id": self.buyer.id})
        self.assertEqual(self._stage(), "lead")
        lead.type = "opportunity"
        self.assertEqual(self._stage(), "prospect")
        lead.action_set_lost()
        self.assertEqual(self._stage(), "lead")
        self._sale_order(self.buyer, 100, confirm=False)
        self.assertEqual(self._stage(), "prospect")

    def test_purchases_and_time_move_customers(self):
        self._order(self.buyer, 100, 50)
        self.assertEqual(self._stage(), "new")
        self._order(self.buyer, 100, 30)
        self.assertEqual(self._stage(), "repeat")
        self._process(NOW + timedelta(days=10))
        row = self._metric()
        stages = []
        for days in (9, 10, 300, 365):
            self.Metric._recompute(self.buyer.ids, NOW + timedelta(days=days))
            stages.append(row.lifecycle_stage)
        self.assertEqual(stages, ["repeat", "at_risk", "at_risk", "lost"], "at risk by his own rhythm of 20 days")

    def test_time_is_noticed_by_the_job(self):
        self._order(self.buyer, 100, 30)
        self.assertEqual(self._stage(), "new")
        later = NOW + timedelta(days=150)
        self.env["club.customer.touch"]._process(later - timedelta(seconds=1))
        row = self.Metric.search([("partner_id", "=", self.buyer.id), ("company_id", "=", self.company.id)])
        self.assertEqual(row.lifecycle_stage, "new")
        self.env["club.customer.touch"]._process(later)
        self.assertEqual(row.lifecycle_stage, "at_risk")

    def test_history_of_changes(self):
        self._order(self.buyer, 100, 500)
        self._process()
        self._order(self.buyer, 100, 1)
        self._process()
        changes = self.env["club.customer.lifecycle.change"].search([("partner_id", "=", self.buyer.id)], order="id")
        self.assertEqual(
            [(change.from_stage, change.to_stage) for change in changes], [(False, "lost"), ("lost", "won_back")]
        )

    def test_stages_equal_those_of_the_pure_rules(self):
        """The SQL of the statement and the rules in words say the same."""
        rules = {
            "at_risk_days": self.company.club_at_risk_days,
            "lost_days": self.company.club_lost_days,
            "rhythm_factor": self.company.club_rhythm_factor,
            "loyal_orders": self.company.club_loyal_orders,
        }
        seen = set()
        for days in (
            (), (1,), (179,), (180,), (365,), (1, 20), (100, 110), (5, 400), (1, 2, 3, 4), (1, 31, 61, 91), (400, 401),
            (70, 100, 130), (50, 80, 110),
        ):  # fmt: skip
            partner = self._customer(f"After {days}")
            for back in days:
                self._order(partner, 100, back)
            row = self._metric(partner)
            gap = days[1] - days[0] if len(days) > 1 else None
            expected = stage_of(
                len(days), days[0] if days else None, row.rhythm_days, gap, is_prospect=False, rules=rules
            )
            self.assertEqual(row.lifecycle_stage, expected, days)
            seen.add(expected)
        self.assertEqual(seen, set(STAGES) - {"prospect"})

    def test_thresholds_are_checked_and_start_the_rebuild(self):
        with self.assertRaises(ValidationError):
            self.company.club_at_risk_days = 500
        cron = self.env.ref("crm_segments.ir_cron_rebuild_metrics")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.company.club_loyal_orders = 3
        self.assertGreater(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before)

    def test_funnel_counts_what_its_numbers_open(self):
        self._order(self.buyer, 100, 1)
        self._process()
        funnel = self.Metric.with_user(self.user).funnel()
        for stage in funnel["stages"]:
            listed = (
                self.env["res.partner"]
                .with_user(self.user)
                .search_count([("lifecycle_stage", "=", stage["stage"]), ("parent_id", "=", False)])
            )
            self.assertEqual(stage["count"], listed, stage)
        self.assertGreater(funnel["total"], 0)

    def test_figures_are_those_of_the_companies_one_works_in(self):
        second = self.env["res.company"].create({"name": "Second"})
        stranger = new_test_user(
            self.env, "club_stranger", "crm_segments.crm_segments_group_user", company_id=second.id
        )
        self._order(self.buyer, 100, 1)
        metric = self._metric()
        self.assertNotIn(metric, self.Metric.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.Metric.with_user(self.manager).create({"partner_id": self.buyer.id, "company_id": self.company.id})

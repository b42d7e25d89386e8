from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..models.club_customer_metric_statement import COLUMNS
from .test_club_customer_metric import NOW, MetricCase

CUSTOMERS = 4
WHO = st.integers(0, CUSTOMERS - 1)
STEPS = st.one_of(
    st.tuples(st.just("order"), WHO, st.integers(1, 5000), st.integers(0, 500)),
    st.tuples(st.just("quote"), WHO, st.integers(1, 5000), st.integers(0, 500)),
    st.tuples(st.just("cancel"), st.integers(0, 9)),
    st.tuples(st.just("edit"), st.integers(0, 9), st.integers(1, 5000)),
    st.tuples(st.just("hand_over"), st.integers(0, 9), WHO),
    st.tuples(st.just("refund"), st.integers(0, 9), st.integers(1, 100)),
    st.tuples(st.just("move"), WHO, WHO),
    st.tuples(st.just("merge"), WHO, WHO),
    st.tuples(st.just("opportunity"), WHO),
    st.tuples(
        st.just("refresh"),
    ),
    st.tuples(st.just("wait"), st.integers(1, 200)),
)
# The credit note still names the one who bought first.
CREDITED_THEN_HANDED_OVER = [
    ("order", 0, 3780, 0),
    ("refund", 0, 6),
    ("hand_over", 0, 1),
    ("refresh",),
    ("cancel", 0),
]


@tagged("post_install", "-at_install")
class TestRandomChanges(MetricCase):
    """After any mix of changes, what was kept up step by step equals what is worked out anew (C9, C10, C11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)
        cls.env["club.customer.touch"]._process(NOW)
        tag = cls.env["res.partner.category"].create({"name": "By purchases"})
        cls.rule = cls.env["club.tag.rule"].create(
            {"tag_id": tag.id, "category_ids": cls.product.categ_id.ids, "min_share": 50, "min_orders": 2}
        )
        conditions = (
            {"kind": "lifecycle", "params": {"stages": ["new", "repeat", "won_back"]}},
            {"kind": "figure", "params": {"figure": "spent", "value": 3000}},
            {"kind": "tag", "params": {"tags": tag.ids}},
        )
        cls.segments = cls.env["club.segment"].create(
            [{"name": node["kind"], "definition": {"operator": "all", "children": [node]}} for node in conditions]
        )
        cls.segments += cls.env["club.segment"].create(
            {
                "name": "Others",
                "definition": {
                    "operator": "none",
                    "children": [{"kind": "segment", "params": {"segments": cls.segments[:2].ids}}],
                },
            }
        )

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(STEPS, min_size=3, max_size=12))
    @example(steps=CREDITED_THEN_HANDED_OVER)
    def test_kept_up_equals_worked_out_anew(self, steps):
        savepoint = self.env.cr.savepoint()
        try:
            kept, anew = self._run(steps)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
        self.assertEqual(kept, anew, steps)

    def _run(self, steps):
        """:return: (the state that was kept up step by step, the same worked out anew)"""
        self.now, self.orders = NOW, []
        self.people = [self._customer(f"Customer {number}") for number in range(CUSTOMERS)]
        for name, *values in steps:
            getattr(self, f"_do_{name}")(*values)
        self._do_refresh()
        kept = self._state()
        touched = [person.id for person in self.people if person.exists()]
        self.env.cr.execute("DELETE FROM club_customer_metric WHERE partner_id = ANY(%s)", [touched])
        self.env["club.customer.metric"].invalidate_model()
        self.env["club.customer.metric"]._recompute(touched, self.now)
        self.rule._apply()
        self.segments._refresh()
        return kept, self._state()

    def _state(self):
        people = self.env["res.partner"].concat(*self.people).exists()
        rows = self.env["club.customer.metric"].search(
            [("partner_id", "in", people.ids)], order="partner_id, company_id"
        )
        figures = [(row.partner_id.id, row.company_id.id, *(row[name] for name in COLUMNS)) for row in rows]
        members = [(segment.name, sorted((segment.partner_ids & people).ids)) for segment in self.segments]
        return figures, members, [sorted(person.category_id.ids) for person in people]

    def _picked(self, index):
        orders = [order for order in self.orders if order.state == "sale"]
        return orders[index % len(orders)] if orders else None

    def _do_order(self, who, amount, days):
        order = self._sale_order(self.people[who], amount)
        order.date_order = NOW - timedelta(days=days)
        self.orders.append(order)

    def _do_quote(self, who, amount, days):
        self._sale_order(self.people[who], amount, confirm=False).date_order = NOW - timedelta(days=days)

    def _do_cancel(self, index):
        if order := self._picked(index):
            order._action_cancel()

    def _do_edit(self, index, amount):
        if (order := self._picked(index)) and not order.invoice_ids:
            order.order_line.price_unit = amount

    def _do_hand_over(self, index, who):
        if order := self._picked(index):
            order.partner_id = self.people[who]

    def _do_refund(self, index, percent):
        if (order := self._picked(index)) and not order.invoice_ids:
            self._credit(self._invoice(order), order.amount_total * percent / 100)

    def _do_move(self, who, whereto):
        child, parent = self.people[who], self.people[whereto]
        if child != parent and not parent.parent_id and not child.child_ids:
            child.parent_id = parent

    def _do_merge(self, who, into):
        source, target = self.people[who], self.people[into]
        family = source.parent_id + target.parent_id + source.child_ids + target.child_ids
        if source == target or family:
            return
        self.env.flush_all()
        self.env["base.partner.merge.automatic.wizard"]._merge((source + target).ids, target)
        self.people = [target if person == source else person for person in self.people]

    def _do_opportunity(self, who):
        self.env["crm.lead"].create({"name": "Wants", "type": "opportunity", "partner_id": self.people[who].id})

    def _do_wait(self, days):
        self.now += timedelta(days=days)

    def _do_refresh(self):
        self.env.flush_all()
        while self.env["club.customer.touch"]._process(self.now):
            if not self.env["club.customer.touch"].search_count([]):
                return

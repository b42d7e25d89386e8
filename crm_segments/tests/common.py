"""Builders for tests of all add-ons of the suite."""

from odoo.tests import TransactionCase, new_test_user


class CustomersCase(TransactionCase):
    """Customers, orders and the people who work with them.

    ``self.user`` and ``self.manager`` have the two roles of the app, ``self.outsider`` is an employee without any.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.company = cls.env.company
        cls.company.country_id = cls.env.ref("base.ir")
        cls.outsider = new_test_user(cls.env, "club_outsider", "base.group_user")
        cls.user = new_test_user(cls.env, "club_user", "crm_segments.crm_segments_group_user")
        cls.manager = new_test_user(cls.env, "club_manager", "crm_segments.crm_segments_group_manager")
        cls.product = cls.env["product.product"].create(
            {"name": "Book", "type": "service", "list_price": 1.0, "taxes_id": False}
        )

    @classmethod
    def _customer(cls, name="Sara", **values):
        """A club customer, by default active and in the default group."""
        return cls.env["res.partner"].create({"name": name, "is_customer_club": True, **values})

    @classmethod
    def _portal_user(cls, partner, login=None, password="portal-secret"):
        """A portal user of the customer."""
        return cls.env["res.users"].create(
            {
                "login": login or f"portal_{partner.id}",
                "password": password,
                "partner_id": partner.id,
                "group_ids": [(6, 0, cls.env.ref("base.group_portal").ids)],
            }
        )

    @classmethod
    def _sale_order(cls, partner, amount=100000.0, confirm=True, **values):
        """A sale order of one line over the amount, without tax."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    (0, 0, {"product_id": cls.product.id, "product_uom_qty": 1, "price_unit": amount, "tax_ids": False})
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

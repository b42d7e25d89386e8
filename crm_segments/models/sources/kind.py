from odoo import api, models
from odoo.tools import SQL


class ClubPurchaseSourceKind(models.AbstractModel):
    """Family of what counts as a purchase: a kind is a model ``club.purchase.source.kind``, with the kind's name last.

    A kind gives two fragments of SQL. Both name the **buyer**, the contact that the document names; whose commercial
    partner that is, is found when all sources are put together. Amounts are signed, with tax, and in the currency
    of the company. What takes a purchase back (a return, a credit note) has a negative amount and the ``origin`` and
    ``order_id`` of the order that it takes back, where that is known.
    """

    _name = "club.purchase.source.kind"
    _inherit = ["club.kind"]
    _description = "Source of Purchases"

    _source_models = ()

    def _orders(self, buyers):
        """One row per document.

        :param buyers: function of an SQL column of contact ids that gives a condition, so that a few customers are
            found by index; used in the innermost WHERE
        :return: SQL, a SELECT of ``buyer_id, company_id, date, amount, origin, order_id, is_order``
        """
        raise NotImplementedError

    def _lines(self, buyers):
        """One row per product of a document.

        :param buyers: as for `_orders`
        :return: SQL, a SELECT of ``buyer_id, company_id, date, product_id, quantity, amount, origin, order_id``
        """
        raise NotImplementedError

    @api.model
    def _sources(self):
        """The kinds of this database whose models are installed, in their order.

        :return: list of kinds
        """
        prefix = self._name.removesuffix("kind")
        names = self.env.registry.descendants([self._name], "_inherit")
        kinds = [self.env[name] for name in names if name.startswith(prefix) and self.env[name]._label]
        there = [kind for kind in kinds if all(model in self.env for model in kind._source_models)]
        return sorted(there, key=lambda kind: (kind._sequence, kind._name))

    @api.model
    def _purchases(self, customers=None, since=None):
        """All purchases, each with what was taken back of it.

        :param customers: SQL, a SELECT of commercial partner ids, or None for all
        :param datetime since: leave out documents up to this moment. What takes a purchase back is younger than
            it, so the orders that are left are whole.
        :return: SQL, a SELECT of ``partner_id`` (commercial), ``company_id, date, amount, origin, order_id``,
            ``is_order`` (False where only a refund is left) and ``counts``: whether it is an order that was not taken
            back whole
        """
        return SQL(
            """
            SELECT *, is_order AND (amount > 0 OR NOT is_refunded) AS counts FROM (
                SELECT buyer.commercial_partner_id AS partner_id, source.company_id, source.origin, source.order_id,
                       COALESCE(MIN(source.date) FILTER (WHERE source.is_order), MIN(source.date)) AS date,
                       SUM(source.amount) AS amount,
                       BOOL_OR(source.is_order) AS is_order,
                       BOOL_OR(NOT source.is_order) AS is_refunded
                  FROM (%s) source JOIN %s buyer ON buyer.id = source.buyer_id
                 WHERE %s
                 GROUP BY 1, 2, 3, 4
            ) purchase
            """,
            self._union("_orders", customers),
            self._of_customers(customers),
            SQL("source.date > %s", since) if since else SQL("TRUE"),
        )

    @api.model
    def _purchased_lines(self, customers=None):
        """All lines of purchases, those of refunds negative.

        :param customers: as for `_purchases`
        :return: SQL, a SELECT of ``partner_id`` (commercial), ``company_id, date, product_id, quantity, amount,
            origin, order_id``
        """
        return SQL(
            """
            SELECT buyer.commercial_partner_id AS partner_id, source.company_id, source.date, source.product_id,
                   source.quantity, source.amount, source.origin, source.order_id
              FROM (%s) source JOIN %s buyer ON buyer.id = source.buyer_id
            """,
            self._union("_lines", customers),
            self._of_customers(customers),
        )

    @api.model
    def _dated(self, first, last):
        """Who had a document after the one moment and up to the other.

        :return: SQL, a SELECT of ``partner_id`` (commercial) and ``company_id``
        """
        return SQL(
            """
            SELECT buyer.commercial_partner_id AS partner_id, source.company_id
              FROM (%s) source JOIN res_partner buyer ON buyer.id = source.buyer_id
             WHERE source.date > %s AND source.date <= %s
            """,
            self._union("_orders", None),
            first,
            last,
        )

    def _of_customers(self, customers):
        """The contacts whose purchases are asked for, as a table."""
        if customers is None:
            return SQL("res_partner")
        return SQL("(SELECT id, commercial_partner_id FROM res_partner WHERE commercial_partner_id IN (%s))", customers)

    def _union(self, method, customers):
        def buyers(column):
            if customers is None:
                return SQL("%s IS NOT NULL", column)
            return SQL("%s IN (SELECT id FROM %s buyer)", column, self._of_customers(customers))

        return SQL(" UNION ALL ").join(getattr(source, method)(buyers) for source in self._sources())

from odoo import api, fields, models
from odoo.tools import SQL

BATCH = 25_000


class ClubCustomerTouch(models.Model):
    """The queue of customers of whom something has changed that metrics, tags or segments look at (C9-C12).

    Rows are only ever inserted; a job deletes the ids that it read. There is no uniqueness on purpose: a second mark,
    made while the first is being worked on, must not be lost. No foreign key either: marking locks nothing.
    """

    _name = "club.customer.touch"
    _description = "Touched Customer"
    _log_access = False
    _order = "id"

    partner_id = fields.Integer(required=True)
    reason = fields.Char(required=True)

    @api.model
    def _mark(self, partner_ids, reason):
        """Say that something about customers has changed.

        :param partner_ids: ids of res.partner: the customers themselves or contacts of theirs
        :param str reason: what has changed, as kinds of conditions name it in ``_triggers``: ``purchase``,
            ``partner``, ``lead``, ``tag``; an add-on may have reasons of its own
        """
        ids = list(partner_ids)
        if ids:
            self._mark_query(SQL("SELECT unnest(%s::int[])", ids), reason)

    @api.model
    def _mark_query(self, query, reason):
        """As `_mark`, for the customers that a query selects.

        :param query: SQL, a SELECT of one column, the partner ids
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO club_customer_touch (partner_id, reason)
                SELECT DISTINCT touched.id, %s FROM (%s) touched(id) WHERE touched.id IS NOT NULL
                """,
                reason,
                query,
            )
        )

    @api.model
    def _take(self, limit=BATCH):
        """Read marks and delete them, for this transaction to work on. Marks that another process has taken are left.

        The choice is materialized: a plan may run a plain subquery again for each row, and then finds other rows free.

        :return: ``{partner id: set of reasons}``
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH taken AS MATERIALIZED (
                    SELECT id FROM club_customer_touch ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                )
                DELETE FROM club_customer_touch t USING taken WHERE t.id = taken.id
                RETURNING t.partner_id, t.reason
                """,
                limit,
            )
        )
        taken = {}
        for partner_id, reason in rows:
            taken.setdefault(partner_id, set()).add(reason)
        return taken

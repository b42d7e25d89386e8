from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from .club_import_target import KEYS


class ClubImport(models.Model):
    """Which row is of which customer (C19): by statements over all rows at once."""

    _inherit = "club.import"

    def _keys(self):
        """The targets by which customers are found, in the order of the columns.

        :rtype: list[str]
        """
        targets = self.env["club.import.target"]._targets()
        chosen = self.column_ids.filtered(lambda column: column.is_key and targets.get(column.target, {}).get("key"))
        return chosen.mapped("target")

    @api.model
    def _key_source(self, target):
        """Where the values of a key stand: customers, and nobody of the staff, whom a list must not change.

        :return: SQL of a query with the columns partner_id, value, company_id
        """
        return SQL(
            "SELECT id AS partner_id, %s AS value, company_id FROM res_partner WHERE active AND partner_share",
            SQL.identifier(KEYS[target]),
        )

    def _matches(self, keys):
        """The customers that the rows to be imported are of: the first key that finds one decides, of several
        customers the oldest.

        :param list keys: see `_keys`
        :return: SQL of a query with the columns row_id, partner_id, others (how many other customers the keys find)
        """
        found = [
            SQL(
                """SELECT r.id AS row_id, %(order)s AS key, min(s.partner_id) AS partner_id
                     FROM club_import_row r JOIN (%(source)s) s ON s.value = r.vals->>%(target)s
                    WHERE r.import_id = %(id)s AND r.state = 'ready'
                      AND COALESCE(s.company_id, %(company)s) = %(company)s GROUP BY r.id""",
                order=order,
                source=self._key_source(target),
                target=target,
                id=self.id,
                company=self.company_id.id,
            )
            for order, target in enumerate(keys)
        ]
        if not found:
            return SQL("SELECT NULL::int AS row_id, NULL::int AS partner_id, 0 AS others WHERE false")
        return SQL(
            """SELECT row_id, (array_agg(partner_id ORDER BY key))[1] AS partner_id,
                      count(DISTINCT partner_id) - 1 AS others
                 FROM (%s) found GROUP BY row_id""",
            SQL(" UNION ALL ").join(found),
        )

    def _batch_query(self, rows, keys):
        """As `_matches`, for the rows of a batch.

        Their values are handed over as a list: whatever the database knows of its tables, and within an import it
        knows little, it looks into an index or reads the table once.

        :return: SQL of a query with the columns target, value, partner_id
        """
        found = [
            SQL(
                """SELECT %(target)s, s.value, min(s.partner_id) FROM (%(source)s) s
                    WHERE s.value = ANY(%(values)s) AND COALESCE(s.company_id, %(company)s) = %(company)s
                    GROUP BY s.value""",
                target=target,
                source=self._key_source(target),
                values=list({row.vals[target] for row in rows if target in row.vals}),
                company=self.company_id.id,
            )
            for target in keys
        ]
        return SQL(" UNION ALL ").join(found) if found else SQL("SELECT '', '', 0 WHERE false")

    def _matches_of(self, rows, keys, found):
        """:param found: what `_batch_query` gave
        :return: ``{row id: partner id}``, by the first key that finds one
        """
        partners = {(target, value): partner_id for target, value, partner_id in found}
        matches = {}
        for row in rows:
            for target in keys:
                if partner_id := partners.get((target, row.vals.get(target))):
                    matches.setdefault(row.id, partner_id)
        return matches

    def _match_rows(self):
        """Note for all rows who is known already, and refuse those whose values speak of two customers."""
        self.env["res.partner"].flush_model()
        self.env["club.import.row"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE club_import_row r SET partner_id = m.partner_id,
                          state = CASE WHEN m.others > 0 THEN 'problem' ELSE r.state END,
                          problem = CASE WHEN m.others > 0 THEN %s ELSE r.problem END
                     FROM (%s) m WHERE m.row_id = r.id""",
                self.env._("The row speaks of two customers: its mobile, e-mail or code belong to different ones."),
                self._matches(self._keys()),
            )
        )
        self.env["club.import.row"].invalidate_model()

    def _lock_and_match(self, rows, keys):
        """Find the customers of a batch, so that a form or a second import that is at the same customers waits.

        :return: ``{row id: partner id}``
        :raise ConcurrencyError: a customer was made by another one since this transaction began: repeat the batch
        """
        locks = {f"club.customer:{target}:{row.vals[target]}" for row in rows for target in keys if target in row.vals}
        self.env.cr.execute(
            SQL(
                """SELECT pg_advisory_xact_lock(hashtextextended(key, 0))
                     FROM (SELECT unnest(%s::text[]) AS key ORDER BY 1) ordered""",
                sorted(locks),
            )
        )
        query = self._batch_query(rows, keys)
        matches = self._matches_of(rows, keys, self.env.execute_query(query))
        if not self.env.registry.ready:  # demo data: nobody else is at work, and a second connection would wait for us
            return matches
        # This transaction sees the database as it was when it began; who held a lock before may have made a customer
        # since. A second connection sees him.
        with self.env.registry.cursor() as cr:
            seen = self._matches_of(rows, keys, self.env(cr=cr).execute_query(query))
        if seen.keys() - matches.keys():
            raise ConcurrencyError("A customer of this batch was made by another transaction")
        return matches

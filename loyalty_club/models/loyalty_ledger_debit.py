"""Debits in sets: what each card owes is drawn from its lots, oldest first, by one statement for all of them."""

import json

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.points import to_points


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    def _are_plain_debits(self, entries):
        """Whether the statement can draw these: debits that may not overdraw, of one card each or of one lot each."""
        if any(to_points(entry["points"]) > 0 or entry.get("overdraft") for entry in entries):
            return False
        lots = [entry.get("lot_id") for entry in entries]
        if any(lots):
            return all(lots) and len(set(lots)) == len(lots) and {entry["kind"] for entry in entries} == {"expire"}
        return len({entry["card_id"] for entry in entries}) == len(entries)

    def _post_debits(self, entries, mirror=True):
        """Draw from lots, write rows, history and balances. The cards are locked, and the keys are new.

        :param list entries: as for `_post`, of which `_are_plain_debits` said yes
        :return: ids of the rows written
        :rtype: list
        :raise UserError: when a card has too few points; nothing is written then
        """
        [[rows, short, missing]] = self.env.execute_query(self._query_debits(entries, mirror))
        if short:
            card = self.env["loyalty.card"].sudo().browse(short)
            raise self._not_enough(card, to_points(missing))
        self.env["loyalty.lot"].invalidate_model(["remaining"])
        if mirror:
            self.env["loyalty.history"].invalidate_model()
            self.env["loyalty.card"].invalidate_model(["history_ids"])
        return rows

    def _not_enough(self, card, missing):
        """The error for who has too few points."""
        return UserError(
            self.env._(
                "%(customer)s does not have enough points: %(missing)s are missing.",
                customer=card.partner_id.name or card.code,
                missing=missing,
            )
        )

    def _entry_values(self, entry, labels):
        """An entry as the statements for plain debits and credits read it.

        :param dict labels: what the kinds are called
        """
        source = entry.get("src")
        name = source.sudo().display_name if source else entry.get("src_name")
        return {
            "card_id": entry["card_id"],
            "kind": entry["kind"],
            "occurred_on": str(entry.get("occurred_on") or fields.Datetime.now()),
            "src_model": source._name if source else entry.get("src_model"),
            "src_id": source.id if source else entry.get("src_id") or None,
            "src_line": entry.get("src_line") or None,
            "src_name": name,
            "rule_id": entry.get("rule_id") or None,
            "rule_snapshot": entry.get("rule_snapshot") or None,
            "idem_key": entry.get("key"),
            "reverses_id": entry.get("reverses_id") or None,
            "reason": entry.get("reason") or None,
            "text": entry.get("reason") or name or labels[entry["kind"]],
        }

    def _query_debits(self, entries, mirror):
        """The statement. With one card that has too little nothing is taken from any.

        :return: one row: ids of the rows, and the first card that has too few points with how many are missing
        """
        return SQL(
            """WITH %(drawn_from)s, drawn AS (
                UPDATE loyalty_lot l SET remaining = l.remaining - t.part FROM taken t WHERE t.id = l.id
            ), rows AS (
                INSERT INTO loyalty_ledger (card_id, club_id, company_id, kind, points, lot_id, occurred_on, src_model,
                        src_id, src_line, src_name, rule_id, rule_snapshot, idem_key, reverses_id, reason, user_id,
                        created_at)
                SELECT w.card_id, c.club_id, b.company_id, w.kind, -t.part, t.id, w.occurred_on, w.src_model,
                       w.src_id, w.src_line, w.src_name, w.rule_id, w.rule_snapshot,
                       w.idem_key || CASE WHEN t.turn > 1 THEN '#' || t.turn ELSE '' END, w.reverses_id, w.reason,
                       %(user)s, %(now)s
                  FROM taken t JOIN wanted w ON w.no = t.no
                  JOIN loyalty_card c ON c.id = w.card_id JOIN loyalty_club b ON b.id = c.club_id
                 ORDER BY t.no, t.turn
                RETURNING id
            ), cards AS (
                UPDATE loyalty_card c SET points = round(c.points::numeric - s.points, 2)::float8, write_date = %(now)s
                  FROM (SELECT card_id, sum(points) AS points FROM wanted GROUP BY card_id) s
                 WHERE c.id = s.card_id AND NOT EXISTS (SELECT FROM short)
            ), history AS (
                INSERT INTO loyalty_history (card_id, description, issued, used, order_model, order_id,
                        create_uid, write_uid, create_date, write_date)
                SELECT card_id, text, 0, points, src_model, src_id, %(user)s, %(user)s, %(now)s, %(now)s
                  FROM wanted WHERE %(mirror)s AND NOT EXISTS (SELECT FROM short)
            )
            SELECT (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM rows),
                   (SELECT card_id FROM short), (SELECT missing FROM short)""",
            drawn_from=self._sql_taken(entries),
            user=self.env.uid,
            now=fields.Datetime.now(),
            mirror=mirror,
        )

    def _sql_taken(self, entries):
        """What is taken of which lot, oldest first: the tables `wanted`, `short` and `taken` of the statement.

        `reach` is how far a lot goes, together with those that are drawn before it.
        """
        labels = {kind: self._kind_label(kind) for kind in {entry["kind"] for entry in entries}}
        values = [
            self._entry_values(entry, labels)
            | {"points": str(-to_points(entry["points"])), "lot_id": entry.get("lot_id") or None}
            for entry in entries
        ]
        return SQL(
            """wanted AS MATERIALIZED (
                SELECT row_number() OVER () AS no, w.* FROM jsonb_to_recordset(%(entries)s) AS w (
                    card_id int, kind varchar, points numeric, lot_id int, occurred_on timestamp, src_model varchar,
                    src_id int, src_line int, src_name varchar, rule_id int, rule_snapshot jsonb, idem_key varchar,
                    reverses_id int, reason varchar, text varchar)
            ), lots AS MATERIALIZED (
                SELECT w.no, l.id, l.remaining, w.points,
                       sum(l.remaining) OVER (PARTITION BY w.no ORDER BY l.expires_on NULLS LAST, l.id) AS reach
                  FROM loyalty_lot l JOIN wanted w ON w.card_id = l.card_id AND coalesce(w.lot_id, l.id) = l.id
                 WHERE l.remaining > 0 AND l.card_id = ANY(%(cards)s)
            ), short AS MATERIALIZED (
                SELECT w.card_id, w.points - coalesce(max(l.reach), 0) AS missing
                  FROM wanted w LEFT JOIN lots l ON l.no = w.no
                 GROUP BY w.no, w.card_id, w.points HAVING coalesce(max(l.reach), 0) < w.points
                 ORDER BY w.no LIMIT 1
            ), taken AS MATERIALIZED (
                SELECT no, id, least(remaining, points - (reach - remaining)) AS part,
                       row_number() OVER (PARTITION BY no ORDER BY reach) AS turn
                  FROM lots WHERE reach - remaining < points AND NOT EXISTS (SELECT FROM short)
            )""",
            entries=SQL("%s::jsonb", json.dumps(values)),
            cards=[entry["card_id"] for entry in entries],
        )

"""Credits that open a lot each and wait for nothing, as an order gives them: one statement writes all there is."""

import json

from odoo import fields, models
from odoo.tools import SQL

from ..tools.points import to_points


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    def _are_plain_credits(self, entries, owing):
        """Whether the statement can write these: credits into lots of their own, spendable at once, on cards that owe
        nothing.

        :param owing: ids of the cards that owe points
        """
        return not any(
            to_points(entry["points"]) < 0
            or entry.get("lot_id")
            or entry.get("available_on")
            or entry.get("unpaid_order_id")
            or entry["card_id"] in owing
            for entry in entries
        )

    def _post_credits(self, entries, mirror=True):
        """Write lots, rows, history and balances. The cards are locked, and the keys are new.

        :param list entries: as for `_post`, of which `_are_plain_credits` said yes
        :return: ids of the rows written
        :rtype: list
        """
        [[rows]] = self.env.execute_query(self._query_credits(entries, mirror))
        if mirror:
            self.env["loyalty.history"].invalidate_model()
            self.env["loyalty.card"].invalidate_model(["history_ids"])
        return rows

    def _query_credits(self, entries, mirror):
        """The statement. It answers one row with the ids of the rows."""
        labels = {kind: self._kind_label(kind) for kind in {entry["kind"] for entry in entries}}
        clubs = {
            card.id: card.club_id for card in self.env["loyalty.card"].sudo().browse(e["card_id"] for e in entries)
        }
        values = [
            self._entry_values(entry, labels)
            | {
                "club_id": clubs[entry["card_id"]].id,
                "company_id": clubs[entry["card_id"]].company_id.id,
                "points": str(to_points(entry["points"])),
                "expires_on": str(entry.get("expires_on") or "") or None,
            }
            for entry in entries
        ]
        return SQL(
            """WITH wanted AS MATERIALIZED (
                SELECT nextval('loyalty_lot_id_seq') AS lot, w.* FROM jsonb_to_recordset(%(entries)s) AS w (
                    card_id int, club_id int, company_id int, kind varchar, points numeric, expires_on date,
                    occurred_on timestamp, src_model varchar, src_id int, src_line int, src_name varchar, rule_id int,
                    rule_snapshot jsonb, idem_key varchar, reverses_id int, reason varchar, text varchar)
            ), lots AS (
                INSERT INTO loyalty_lot (id, card_id, club_id, company_id, remaining, held, expires_on)
                SELECT lot, card_id, club_id, company_id, points, 0, expires_on FROM wanted
            ), rows AS (
                INSERT INTO loyalty_ledger (card_id, club_id, company_id, kind, points, lot_id, expires_on, occurred_on,
                        src_model, src_id, src_line, src_name, rule_id, rule_snapshot, idem_key, reverses_id, reason,
                        user_id, created_at)
                SELECT card_id, club_id, company_id, kind, points, lot, expires_on, occurred_on, src_model, src_id,
                       src_line, src_name, rule_id, rule_snapshot, idem_key, reverses_id, reason, %(user)s, %(now)s
                  FROM wanted ORDER BY lot
                RETURNING id
            ), cards AS (
                UPDATE loyalty_card c SET points = round(c.points::numeric + s.points, 2)::float8, write_date = %(now)s
                  FROM (SELECT card_id, sum(points) AS points FROM wanted GROUP BY card_id) s WHERE c.id = s.card_id
            ), history AS (
                INSERT INTO loyalty_history (card_id, description, issued, used, order_model, order_id,
                        create_uid, write_uid, create_date, write_date)
                SELECT card_id, text, points, 0, src_model, src_id, %(user)s, %(user)s, %(now)s, %(now)s
                  FROM wanted WHERE %(mirror)s ORDER BY lot
            )
            SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM rows""",
            entries=SQL("%s::jsonb", json.dumps(values)),
            user=self.env.uid,
            now=fields.Datetime.now(),
            mirror=mirror,
        )

"""The same credit for many members at once: one statement for some thousand cards."""

import json
import random
import time

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    @api.private
    @api.model
    def _post_same(self, card_ids, entry, wait=False):
        """Post the same credit to each of these cards: ledger, lots, balances and native history.

        To be called first in a transaction, so that what it sees is what it has locked. What was posted under its key
        is not posted again.

        :param list card_ids: cards of one club, some thousand at most
        :param dict entry: as for `_post`, without `card_id`; `points` above zero; `key` is completed by the card
        :param bool wait: wait for cards that others hold; otherwise they are left out
        :return: `(cards that got it, cards that others hold)`
        :rtype: tuple
        """
        if not card_ids:
            return [], []
        card_ids = sorted(card_ids)
        [[locked, owing]] = self.env.execute_query(self._query_lock(card_ids, wait))
        free = set(locked) - set(owing)
        [[posted]] = self.env.execute_query(self._query_post_same(sorted(free), entry)) if free else [[[]]]
        key = entry["key"]
        # What is given to a card that owes points settles that first, which is worked out card by card.
        rows = self._post([{**entry, "card_id": card_id, "key": f"{key}:{card_id}"} for card_id in owing])
        self.env["loyalty.card"].invalidate_model(["points", "history_ids"])
        return [*posted, *rows.card_id.ids], sorted(set(card_ids) - set(locked))

    def _query_lock(self, card_ids, wait):
        """Lock cards; answers those locked, and those of them that owe points."""
        return SQL(
            """WITH locked AS MATERIALIZED (
                    SELECT id FROM loyalty_card WHERE id = ANY(%(cards)s) ORDER BY id FOR NO KEY UPDATE %(skip)s
                ), owing AS (
                    SELECT l.card_id FROM loyalty_ledger l JOIN locked ON locked.id = l.card_id
                     WHERE l.lot_id IS NULL GROUP BY l.card_id HAVING sum(l.points) < 0
                )
                SELECT coalesce((SELECT array_agg(id ORDER BY id) FROM locked), '{}'),
                       coalesce((SELECT array_agg(card_id ORDER BY card_id) FROM owing), '{}')""",
            cards=card_ids,
            skip=SQL() if wait else SQL("SKIP LOCKED"),
        )

    def _query_post_same(self, card_ids, entry):
        """The statement; the cards are locked. Answers those that got the points."""
        source, snapshot = entry.get("src"), entry.get("rule_snapshot")
        return SQL(
            """WITH fresh AS MATERIALIZED (
                SELECT c.id AS card_id, c.club_id, b.company_id, nextval('loyalty_lot_id_seq') AS lot_id,
                       %(key)s || ':' || c.id AS key
                  FROM loyalty_card c JOIN loyalty_club b ON b.id = c.club_id
                 WHERE c.id = ANY(%(cards)s) AND c.id BETWEEN %(first)s AND %(last)s
            ), rows AS (
                INSERT INTO loyalty_ledger (card_id, club_id, company_id, kind, points, lot_id, expires_on, occurred_on,
                        src_model, src_id, src_name, rule_id, rule_snapshot, idem_key, reason, user_id, created_at)
                SELECT card_id, club_id, company_id, %(kind)s, %(points)s, lot_id, %(expires)s,
                       coalesce(%(moment)s, now() AT TIME ZONE 'utc'), %(model)s, %(source)s, %(name)s, %(rule)s,
                       %(snapshot)s, key, %(reason)s, %(user)s, now() AT TIME ZONE 'utc'
                  FROM fresh
                    ON CONFLICT (idem_key) DO NOTHING
                RETURNING card_id, club_id, company_id, lot_id
            ), lots AS (
                INSERT INTO loyalty_lot (id, card_id, club_id, company_id, remaining, held, expires_on)
                SELECT lot_id, card_id, club_id, company_id, %(points)s, 0, %(expires)s FROM rows
            ), history AS (
                INSERT INTO loyalty_history (card_id, description, issued, used, order_model, order_id,
                        create_uid, write_uid, create_date, write_date)
                SELECT card_id, %(text)s, %(points)s, 0, %(model)s, %(source)s, %(user)s, %(user)s,
                       now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc' FROM rows
            ), cards AS (
                UPDATE loyalty_card c
                   SET points = round(c.points::numeric + %(points)s, 2)::float8, write_date = now() AT TIME ZONE 'utc'
                  FROM rows WHERE c.id = rows.card_id AND c.id BETWEEN %(first)s AND %(last)s
            )
            SELECT coalesce(array_agg(card_id), '{}') FROM rows""",
            cards=card_ids,
            first=card_ids[0],
            last=card_ids[-1],
            key=entry["key"],
            kind=entry["kind"],
            points=entry["points"],
            expires=entry.get("expires_on") or None,
            moment=entry.get("occurred_on") or None,
            model=source._name if source else entry.get("src_model"),
            source=source.id if source else entry.get("src_id"),
            name=source.display_name if source else entry.get("src_name"),
            rule=entry.get("rule_id") or None,
            snapshot=SQL("%s::jsonb", json.dumps(snapshot) if snapshot else None),
            reason=entry.get("reason") or None,
            text=entry.get("reason") or (source and source.display_name) or self._kind_label(entry["kind"]),
            user=self.env.uid,
        )

    @api.model
    def _in_own_transaction(self, step, processed=0, attempts=6):
        """Run a piece of a long job in a transaction of its own and commit it. Where another transaction was quicker,
        it starts again on fresh data.

        :param step: function without arguments
        :param int processed: how far the job gets with it
        :return: what it returned
        """
        while True:
            try:
                result = step()
                self.env["ir.cron"]._commit_progress(processed)
                self.env.invalidate_all()  # a long job does not keep what it has done with
                return result
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                attempts -= 1
                if not attempts:
                    raise
                self.env.cr.rollback()
                self.env.invalidate_all()
                time.sleep(0.1 + 0.4 * random.random())

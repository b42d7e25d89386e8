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
    def _post_alike(self, entries):
        """Post credits to cards of one club, in one statement where they differ in card, key and source alone.

        :param list entries: as for `_post`, each with a key; the cards are locked
        """
        shared = [{name: entry[name] for name in entry.keys() - {"card_id", "key", "src"}} for entry in entries]
        cards = self.env["loyalty.card"].sudo().browse([entry["card_id"] for entry in entries])
        plans = self.env["loyalty.mail"]._programs_with_milestones() & set(cards.program_id.ids)
        held = entries and (shared[0].get("available_on") or shared[0].get("unpaid_order_id"))
        if not entries or plans or held or any(one != shared[0] for one in shared):
            self._post(entries)
        else:
            each = {entry["card_id"]: (entry["key"], entry["src"].id, entry["src"].display_name) for entry in entries}
            self._post_same(cards.ids, {**shared[0], "src_model": entries[0]["src"]._name}, wait=True, each=each)

    @api.private
    @api.model
    def _post_same(self, card_ids, entry, wait=False, each=None):
        """Post the same credit to each of these cards: ledger, lots, balances and native history.

        To be called first in a transaction, so that what it sees is what it has locked. What was posted under its key
        is not posted again.

        :param list card_ids: cards of one club, some thousand at most
        :param dict entry: as for `_post`, without `card_id`; `points` above zero; `key` is completed by the card
        :param bool wait: wait for cards that others hold; otherwise they are left out
        :param dict each: `{card id: (key, source id, source name)}` where these differ
        :return: `(cards that got it, cards that others hold)`
        :rtype: tuple
        """
        if not card_ids:
            return [], []
        card_ids = sorted(card_ids)
        [[locked, owing]] = self.env.execute_query(self._query_lock(card_ids, wait))
        free = sorted(set(locked) - set(owing))
        if each is None:
            source = entry.get("src_id"), entry.get("src_name")
            each = {card_id: (f"{entry['key']}:{card_id}", *source) for card_id in locked}
        [[posted]] = self.env.execute_query(self._query_post_same(free, entry, each)) if free else [[[]]]
        # What is given to a card that owes points settles that first, which is worked out card by card.
        rows = self._post(
            [
                {**entry, "card_id": card_id, "key": key, "src_id": source_id, "src_name": name}
                for card_id in owing
                for key, source_id, name in [each[card_id]]
            ]
        )
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

    def _query_post_same(self, card_ids, entry, each):
        """The statement; the cards are locked. Answers those that got the points."""
        keys, source_ids, names = zip(*(each[card_id] for card_id in card_ids), strict=True)
        return SQL(
            """WITH fresh AS MATERIALIZED (
                SELECT c.id AS card_id, c.club_id, b.company_id, nextval('loyalty_lot_id_seq') AS lot_id,
                       n.key, n.src_id, n.src_name
                  FROM unnest(%(cards)s::int[], %(keys)s::varchar[], %(sources)s::int[], %(names)s::varchar[])
                            n (card_id, key, src_id, src_name)
                  JOIN loyalty_card c ON c.id = n.card_id JOIN loyalty_club b ON b.id = c.club_id
                 WHERE c.id BETWEEN %(first)s AND %(last)s
            ), rows AS (
                INSERT INTO loyalty_ledger (card_id, club_id, company_id, kind, points, lot_id, expires_on, occurred_on,
                        src_model, src_id, src_name, rule_id, rule_snapshot, idem_key, reason, user_id, created_at)
                SELECT card_id, club_id, company_id, %(kind)s, %(points)s, lot_id, %(expires)s,
                       coalesce(%(moment)s, now() AT TIME ZONE 'utc'), %(model)s, src_id, src_name, %(rule)s,
                       %(snapshot)s, key, %(reason)s, %(user)s, now() AT TIME ZONE 'utc'
                  FROM fresh
                    ON CONFLICT (idem_key) DO NOTHING
                RETURNING card_id, club_id, company_id, lot_id, src_id, src_name
            ), lots AS (
                INSERT INTO loyalty_lot (id, card_id, club_id, company_id, remaining, held, expires_on)
                SELECT lot_id, card_id, club_id, company_id, %(points)s, 0, %(expires)s FROM rows
            ), history AS (
                INSERT INTO loyalty_history (card_id, description, issued, used, order_model, order_id,
                        create_uid, write_uid, create_date, write_date)
                SELECT card_id, coalesce(%(reason)s, src_name, %(label)s), %(points)s, 0, %(model)s, src_id,
                       %(user)s, %(user)s, now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc' FROM rows
            ), cards AS (
                UPDATE loyalty_card c
                   SET points = round(c.points::numeric + %(points)s, 2)::float8, write_date = now() AT TIME ZONE 'utc'
                  FROM rows WHERE c.id = rows.card_id AND c.id BETWEEN %(first)s AND %(last)s
            )
            SELECT coalesce(array_agg(card_id), '{}') FROM rows""",
            cards=card_ids,
            first=card_ids[0],
            last=card_ids[-1],
            keys=list(keys),
            sources=list(source_ids),
            names=list(names),
            **self._same_values(entry),
        )

    def _same_values(self, entry):
        """What all rows have in common, as the statement names it."""
        snapshot = entry.get("rule_snapshot")
        return {
            "kind": entry["kind"],
            "points": entry["points"],
            "expires": entry.get("expires_on") or None,
            "moment": entry.get("occurred_on") or None,
            "model": entry.get("src_model"),
            "rule": entry.get("rule_id") or None,
            "snapshot": SQL("%s::jsonb", json.dumps(snapshot) if snapshot else None),
            "reason": entry.get("reason") or None,
            "label": self._kind_label(entry["kind"]),
            "user": self.env.uid,
        }

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

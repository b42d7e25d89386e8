"""Posting: how movements of points become rows, lots and balances."""

import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.lots import Account, Entry, Lot, NotEnoughPoints, Plan
from ..tools.points import ZERO, to_points

_COLUMNS = (
    "card_id, club_id, company_id, kind, points, lot_id, expires_on, occurred_on, src_model, src_id, src_line,"
    " src_name, rule_id, rule_snapshot, idem_key, reverses_id, reason, user_id, created_at"
)


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    @api.model
    def _post(self, entries, mirror=True):
        """Post movements: ledger rows, lots, balances and the native history, in one transaction.

        An entry is a dict: `card_id`, `points` (signed) and `kind` are needed; `key` makes it happen once; `lot_id`,
        `overdraft` (a debit that may exceed what is there), `expires_on`, `available_on` and `unpaid_order_id` (until
        when a credit is held), `occurred_on`, `src` (a record) or `src_model`, `src_id` and `src_name`, `src_line`,
        `rule_id`, `rule_snapshot`, `reverses_id`, `reason`.

        :param list entries: in the order in which they happen
        :param bool mirror: whether to show them in the native history as well
        :return: the rows written
        :rtype: loyalty.ledger
        :raise UserError: when a debit that may not overdraw finds too few points
        """
        ledger = self.sudo()
        entries = ledger._to_final_cards([entry for entry in entries if to_points(entry["points"])])
        cards = self.env["loyalty.card"].sudo().browse({entry["card_id"] for entry in entries})
        posted, owing = ledger._lock(cards, [entry["key"] for entry in entries if entry.get("key")])
        entries = ledger._not_posted(entries, posted)
        if not entries:
            return ledger.browse()
        before = {card: card.points for card in cards}
        if ledger._are_plain_debits(entries):
            rows = ledger._post_debits(entries, mirror)
        elif ledger._are_plain_credits(entries, owing):
            rows = ledger._post_credits(entries, mirror)
        else:
            rows = ledger._post_planned(entries, mirror)
        cards.invalidate_recordset(["points"])
        cards.modified(["points"])
        cards._club_after_post(before)
        return ledger.browse(rows)

    def _post_planned(self, entries, mirror):
        """Plan entries of all sorts in their order, and write what was planned.

        :return: ids of the rows written
        """
        plan = self._plan(entries)
        lots = self._write_lots(plan)
        rows = self._write_rows(plan, lots)
        self._write_balances(plan)
        if mirror:
            self._mirror(plan)
        return rows

    def _lock(self, cards, keys):
        """Hold cards, and look what the ledger has of them. A card that another transaction changed since ours began
        starts the request again, so what the same statement reads of it is what is locked.

        :return: those of the keys that were posted before, and the ids of the cards that owe points
        """
        cards.flush_recordset(["points"])
        [[_locked, posted, owing]] = self.env.execute_query(
            SQL(
                """WITH locked AS MATERIALIZED (
                    SELECT id FROM loyalty_card WHERE id = ANY(%(cards)s) ORDER BY id FOR NO KEY UPDATE
                ), owing AS (
                    SELECT card_id FROM loyalty_ledger WHERE lot_id IS NULL AND card_id IN (SELECT id FROM locked)
                     GROUP BY card_id HAVING sum(points) < 0
                )
                SELECT (SELECT count(*) FROM locked),  -- what nobody reads PostgreSQL would not lock
                       (SELECT array_agg(idem_key) FROM loyalty_ledger WHERE idem_key = ANY(%(keys)s)),
                       (SELECT array_agg(card_id) FROM owing)""",
                cards=cards.ids,
                keys=keys,
            )
        )
        return set(posted or ()), set(owing or ())

    def _not_posted(self, entries, posted):
        """Without those whose key was posted before or comes twice; reliable because the cards are locked."""
        seen, fresh = set(posted), []
        for entry in entries:
            key = entry.get("key")
            if key not in seen:
                fresh.append(entry)
            if key:
                seen.add(key)
        return fresh

    def _accounts(self, card_ids, lot_ids=()):
        """The lots and overdrafts of cards, for the plan.

        :param lot_ids: lots that are wanted even when nothing is left in them, since something may return there
        """
        accounts = {card_id: Account(card_id) for card_id in card_ids}
        for card_id, ref, remaining, held, *ends in self.env.execute_query(
            SQL(
                """SELECT card_id, id, remaining, held, expires_on, available_on, unpaid_order_id FROM loyalty_lot
                WHERE card_id = ANY(%s) AND (remaining > 0 OR held > 0 OR id = ANY(%s))""",
                list(card_ids),
                list(lot_ids),
            )
        ):
            accounts[card_id].lots[ref] = Lot(ref, to_points(remaining), to_points(held), *ends)
        for card_id, points in self.env.execute_query(
            SQL(
                """SELECT card_id, -sum(points) FROM loyalty_ledger WHERE lot_id IS NULL AND card_id = ANY(%s)
                GROUP BY card_id""",
                list(card_ids),
            )
        ):
            accounts[card_id].overdraft = to_points(points)
        return accounts

    def _plan(self, entries):
        card_ids = {entry["card_id"] for entry in entries}
        plan = Plan(self._accounts(card_ids, {entry["lot_id"] for entry in entries if entry.get("lot_id")}))
        try:
            for entry in entries:
                plan.add(
                    Entry(
                        card_id=entry["card_id"],
                        points=entry["points"],
                        kind=entry["kind"],
                        lot=entry.get("lot_id") or None,
                        expires_on=entry.get("expires_on") or None,
                        available_on=entry.get("available_on") or None,
                        unpaid_order=entry.get("unpaid_order_id") or None,
                        overdraft=entry.get("overdraft", False),
                        data=entry,
                    )
                )
        except NotEnoughPoints as error:
            raise self._not_enough(self.env["loyalty.card"].sudo().browse(error.card_id), error.missing) from error
        return plan

    def _write_lots(self, plan):
        """Write the lots of a plan.

        :return: `{ref of the plan: id}`
        """
        new = [lot for ref, lot in plan.touched.items() if ref < 0]
        old = [lot for ref, lot in plan.touched.items() if ref > 0]
        card_of = {lot.ref: account.card_id for account in plan.accounts.values() for lot in account.lots.values()}
        ids = {lot.ref: lot.ref for lot in old}
        if new:
            cards = self.env["loyalty.card"].sudo()
            fresh = [
                row[0]
                for row in self.env.execute_query(
                    SQL("SELECT nextval('loyalty_lot_id_seq') FROM generate_series(1, %s)", len(new))
                )
            ]
            ids.update({lot.ref: ref for lot, ref in zip(new, fresh, strict=False)})
            self.env.cr.execute_values(
                """INSERT INTO loyalty_lot (id, card_id, club_id, company_id, remaining, held, expires_on, available_on,
                    unpaid_order_id) VALUES %s""",
                [
                    (
                        ids[lot.ref],
                        card.id,
                        card.club_id.id,
                        card.club_id.company_id.id,
                        lot.remaining,
                        lot.held,
                        lot.expires_on,
                        lot.available_on,
                        lot.unpaid_order,
                    )
                    for lot in new
                    for card in [cards.browse(card_of[lot.ref])]
                ],
            )
        if old:
            self.env.cr.execute_values(
                """UPDATE loyalty_lot l SET remaining = v.remaining, held = v.held
                    FROM (VALUES %s) v (id, remaining, held) WHERE l.id = v.id""",
                [(lot.ref, lot.remaining, lot.held) for lot in old],
            )
            self.env["loyalty.lot"].browse(lot.ref for lot in old).invalidate_recordset(["remaining", "held"])
        return ids

    def _write_rows(self, plan, lots):
        now = fields.Datetime.now()
        seen = {}
        values = []
        cards = self.env["loyalty.card"].sudo()
        for row in plan.rows:
            data = row.entry.data
            club = cards.browse(data["card_id"]).club_id
            source = data.get("src")
            key = data.get("key")
            if key:
                seen[key] = seen.get(key, 0) + 1
                key = key if seen[key] == 1 else f"{key}#{seen[key]}"
            snapshot = data.get("rule_snapshot")
            values.append(
                (
                    data["card_id"],
                    club.id,
                    club.company_id.id,
                    row.kind,
                    row.points,
                    lots.get(row.lot),
                    row.points > 0 and data.get("expires_on") or None,
                    data.get("occurred_on") or now,
                    source._name if source else data.get("src_model"),
                    source.id if source else data.get("src_id") or None,
                    data.get("src_line") or None,
                    source.sudo().display_name if source else data.get("src_name"),
                    data.get("rule_id") or None,
                    json.dumps(snapshot) if snapshot else None,
                    key,
                    data.get("reverses_id") or None,
                    data.get("reason") or None,
                    self.env.uid,
                    now,
                )
            )
        return [
            row[0]
            for row in self.env.cr.execute_values(
                f"INSERT INTO loyalty_ledger ({_COLUMNS}) VALUES %s RETURNING id", values, page_size=1000, fetch=True
            )
        ]

    def _write_balances(self, plan):
        """Add to the cards. Each card of the batch is written even when its balance stays, so that a transaction which
        began before this one is told to start again instead of drawing from lots that have changed."""
        change = {}
        for row in plan.rows:
            change[row.entry.card_id] = change.get(row.entry.card_id, ZERO) + row.points
        self.env.cr.execute_values(
            """UPDATE loyalty_card c SET points = round(c.points::numeric + v.change, 2)::float8,
                    write_date = now() AT TIME ZONE 'utc'
                FROM (VALUES %s) v (id, change) WHERE c.id = v.id""",
            sorted(change.items()),
        )

    def _mirror(self, plan):
        """Native screens show the native history: one line for each movement of the balance. What is held is shown when
        it can be spent, and what is taken back before was never shown."""
        now, user = fields.Datetime.now(), self.env.uid
        lines, moved = [], {}
        for row in plan.rows:
            moved[id(row.entry)] = (row.entry.data, moved.get(id(row.entry), (None, ZERO))[1] + row.points)
        for entry, points in moved.values():
            if not points:
                continue
            source = entry.get("src")
            name = source.sudo().display_name if source else entry.get("src_name")
            model, record_id = (source._name, source.id) if source else (entry.get("src_model"), entry.get("src_id"))
            text = entry.get("reason") or name or self._kind_label(entry["kind"])
            gain, loss = max(points, ZERO), max(-points, ZERO)
            lines.append((entry["card_id"], text, gain, loss, model, record_id, user, user, now, now))
        if lines:
            self.env.cr.execute_values(
                """INSERT INTO loyalty_history (card_id, description, issued, used, order_model, order_id,
                    create_uid, write_uid, create_date, write_date) VALUES %s""",
                lines,
                page_size=1000,
            )
            self.env["loyalty.history"].invalidate_model()
            self.env["loyalty.card"].invalidate_model(["history_ids"])

    def _kind_label(self, kind):
        return dict(self._fields["kind"]._description_selection(self.env))[kind]

"""How movements of points draw from lots and fill them, planned before anything is written.

Each credit opens a lot. A debit takes from the lots that end first. What a debit cannot find in lots, where that is
allowed, becomes an overdraft: a row without a lot, which the next credits settle. So for every card and at every step
the sum of the rows is what is left in the lots less the overdraft, and for every lot the sum of its rows is what is
left in it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .points import ZERO, to_points


class NotEnoughPoints(Exception):
    """A debit that may not overdraw asked for more than the card has."""

    def __init__(self, card_id, missing):
        super().__init__(f"card {card_id} lacks {missing} points")
        self.card_id = card_id
        self.missing = missing


@dataclass
class Lot:
    """What is left of one credit. `ref` is its id, or a negative number while it is planned."""

    ref: int
    remaining: Decimal = ZERO
    held: Decimal = ZERO
    expires_on: date | None = None
    available_on: date | None = None
    unpaid_order: int | None = None

    @property
    def age(self):
        """Sorts lots by the order in which they are drawn: what ends first, then what came first."""
        return (self.expires_on or date.max, self.ref < 0, abs(self.ref))


@dataclass
class Account:
    """The lots of one card and its overdraft."""

    card_id: int
    lots: dict = field(default_factory=dict)
    overdraft: Decimal = ZERO


@dataclass
class Entry:
    """A movement to post. `lot` asks for one lot: where a credit returns to, or what a debit takes from first. A credit
    is held until `available_on`, and until `unpaid_order` is paid."""

    card_id: int
    points: Decimal
    kind: str
    lot: int | None = None
    expires_on: date | None = None
    available_on: date | None = None
    unpaid_order: int | None = None
    overdraft: bool = False
    data: Any = None

    @property
    def is_held(self):
        return bool(self.available_on or self.unpaid_order)


@dataclass
class Row:
    """A ledger row to write for an entry."""

    entry: Entry
    kind: str
    points: Decimal
    lot: int | None


class Plan:
    """Plans a batch of entries, in their order.

    :param accounts: `{card id: Account}` as the database has them, locked; they are changed while planning
    """

    def __init__(self, accounts):
        self.accounts = accounts
        self.rows = []
        self.touched = {}
        self._planned = 0

    def add(self, entry):
        """Plan one entry.

        :raise NotEnoughPoints: when a debit that may not overdraw finds too little; nothing must be written then
        """
        entry.points = to_points(entry.points)
        account = self.accounts.setdefault(entry.card_id, Account(entry.card_id))
        if entry.points > 0:
            self._credit(account, entry)
        elif entry.points < 0:
            self._debit(account, entry)

    def _write(self, entry, kind, points, lot):
        self.rows.append(Row(entry, kind, points, lot.ref if lot else None))
        if lot:
            self.touched[lot.ref] = lot

    def _credit(self, account, entry):
        lot = account.lots.get(entry.lot) if entry.lot else None
        if lot is None:
            self._planned += 1
            lot = Lot(
                -self._planned,
                expires_on=entry.expires_on,
                available_on=entry.available_on,
                unpaid_order=entry.unpaid_order,
            )
            account.lots[lot.ref] = lot
        lot.remaining += entry.points
        if entry.kind == "release":
            lot.held -= entry.points
        self._write(entry, entry.kind, entry.points, lot)
        if entry.is_held and lot.ref < 0:
            lot.remaining -= entry.points
            lot.held += entry.points
            self._write(entry, "hold", -entry.points, lot)
            return
        self._settle(account, entry, lot)

    def _settle(self, account, entry, lot):
        """Pay an overdraft from a fresh credit."""
        part = min(account.overdraft, lot.remaining)
        if part > 0:
            account.overdraft -= part
            lot.remaining -= part
            self._write(entry, "settle", -part, lot)
            self._write(entry, "settle", part, None)

    def _debit(self, account, entry):
        left = -entry.points
        asked = account.lots.get(entry.lot) if entry.lot else None
        if asked is not None:
            left -= self._take_held(asked, entry, left)
            left -= self._take(asked, entry, left)
        for lot in sorted(account.lots.values(), key=lambda lot: lot.age):
            if left <= 0:
                return
            left -= self._take(lot, entry, left)
        if left > 0:
            if not entry.overdraft:
                raise NotEnoughPoints(account.card_id, left)
            account.overdraft += left
            self._write(entry, entry.kind, -left, None)

    def _take(self, lot, entry, wanted):
        part = min(wanted, lot.remaining)
        if part <= 0:
            return ZERO
        lot.remaining -= part
        self._write(entry, entry.kind, -part, lot)
        return part

    def _take_held(self, lot, entry, wanted):
        """Take back points that were not yet available: they are released to be taken."""
        part = min(wanted, lot.held)
        if part <= 0:
            return ZERO
        lot.held -= part
        self._write(entry, "release", part, lot)
        self._write(entry, entry.kind, -part, lot)
        return part

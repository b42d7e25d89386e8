"""Cutting a queue into requests."""

from typing import NamedTuple


class Item(NamedTuple):
    """One message to be sent; `limit` is the greatest request that it may be part of, 0 for any."""

    id: int
    number: str
    text: str
    limit: int = 0


def cut(items, size, many_texts=False):
    """Put messages together into requests, in their order.

    In one request no number stands twice, so that an answer or report by number is clear; and all texts are the same
    unless the provider takes many.

    :param items: `Item`s
    :param int size: messages that one request carries at most
    :param bool many_texts: whether one request may carry different texts
    :return: list of lists of ids
    """
    batches, open_batches = [], {}
    for item in items:
        room = min(size, item.limit or size)
        key = (item.limit, None if many_texts else item.text)
        ids, numbers = open_batches.get(key, (None, ()))
        if ids is None or len(ids) >= room or item.number in numbers:
            ids, numbers = [], set()
            batches.append(ids)
            open_batches[key] = ids, numbers
        ids.append(item.id)
        numbers.add(item.number)
    return batches


def smaller(count):
    """How many messages may go together after a request with so many was refused as a whole.

    :rtype: int
    """
    return max(1, count // 8)

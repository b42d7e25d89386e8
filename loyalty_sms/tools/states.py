"""The states of a message and of an attempt, and the law that reports only ever move them up.

Reports arrive in any order: 'delivered' often comes before the acknowledgement of the SMS centre, and both may come
before the answer to our own request is stored.
"""

MESSAGE_RANK = {
    "queued": 0,
    "held": 0,
    "claimed": 1,
    "submitting": 2,
    "unknown": 3,
    "accepted": 4,
    "failed": 5,
    "delivered": 6,
    "canceled": 7,
}
ATTEMPT_RANK = {"submitting": 0, "unknown": 1, "accepted": 2, "rejected": 3, "failed": 4, "delivered": 5}

# The state of Odoo's own message (and so of its notification and mailing trace) that shows ours.
NATIVE = {
    "queued": "process",
    "held": "process",
    "claimed": "process",
    "submitting": "process",
    "unknown": "process",
    "accepted": "pending",
    "failed": "error",
    "delivered": "sent",
    "canceled": "canceled",
}
FINAL = ("failed", "delivered", "canceled")


def raise_state(ranks, current, reported):
    """The state after a report.

    :param dict ranks: `MESSAGE_RANK` or `ATTEMPT_RANK`
    :param str current: the state so far
    :param str reported: the state that the report tells of
    :return: the one of the two with the higher rank
    :rtype: str
    """
    return reported if ranks[reported] > ranks[current] else current

"""How the one door to points knows that Odoo's own order flow is speaking.

While an order of Sales is confirmed, edited or cancelled, native code writes the balance of the card by itself. The
club then books the order's movements one by one, gross, from the order as it is; so the native writes are let pass
without effect. The mark for that is an object of this module in the context: a call from outside can name any key, but
it can never hand over this object.
"""

_KEY = "loyalty_club_flow"


class _Flow:
    """The mark. Only its identity counts."""

    def __repr__(self):
        return "<club flow>"


_FLOW = _Flow()


def enter(records):
    """The records with the mark in their context."""
    return records.with_context(**{_KEY: _FLOW})


def is_inside(env):
    """Whether this environment runs inside the order flow."""
    return env.context.get(_KEY) is _FLOW

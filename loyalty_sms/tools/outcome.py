"""What became of one message that was handed to a provider."""

from typing import NamedTuple

ACCEPTED = "accepted"
REJECTED = "rejected"
UNKNOWN = "unknown"

# How far a rejection reaches, and so what may be tried next.
NUMBER = "number"  # no gateway can reach this number
MESSAGE = "message"  # this gateway will never take this message, another may
BATCH = "batch"  # the request as a whole was refused: its messages go again in smaller ones
GATEWAY = "gateway"  # the gateway is out of order for a while: the message waits or takes another one


def _(text):
    """Mark our own words, which are stored as they are and shown in the language of whoever looks. A provider's words
    may follow behind a colon.

    :rtype: str
    """
    return text


class Outcome(NamedTuple):
    """One answer of a provider.

    Accepted and rejected are certain. Everything else is unknown: the provider may have taken the message, so it is
    never sent again without proof or a person's decision.
    """

    kind: str
    reason: str = ""
    scope: str = ""
    code: str = ""
    failure: str = "unknown"  # one of the failure types of Odoo's own messages
    provider_ref: str = ""
    cost: float = 0.0
    retry_after: int = 60  # seconds; only for the scope gateway


def accepted(provider_ref="", cost=0.0, reason=""):
    """The provider has taken the message.

    :rtype: Outcome
    """
    return Outcome(ACCEPTED, reason=reason, provider_ref=str(provider_ref or ""), cost=cost)


def rejected(scope, reason, code="", failure="unknown", retry_after=60):
    """The provider has certainly not taken the message.

    :rtype: Outcome
    """
    return Outcome(REJECTED, reason=reason, scope=scope, code=str(code), failure=failure, retry_after=retry_after)


def unknown(reason, code=""):
    """Nobody can tell whether the provider has taken the message.

    :rtype: Outcome
    """
    return Outcome(UNKNOWN, reason=reason, code=str(code))


def spread(outcome, count):
    """One answer for a whole request, as answers for each of its messages.

    A provider that refuses many messages at once because of a number or a text does not say which one it was.

    :rtype: list
    """
    if count > 1 and outcome.kind == REJECTED and outcome.scope in (NUMBER, MESSAGE):
        outcome = outcome._replace(scope=BATCH)
    return [outcome] * count

"""Proof of work by the ALTCHA protocol (version 1, https://altcha.org/docs/v2/proof-of-work/): the visitor's browser
looks for the number whose SHA-256 with a salt is given. That costs a person nothing and a flood of entries much."""

from datetime import datetime

try:
    from altcha import v1
except ImportError:  # a server without it asks for the security text instead
    v1 = None

MOST_BYTES = 4000


def available():
    """Whether this server can make and check tasks."""
    return v1 is not None


def new_task(key, cost, expires):
    """A task for a browser.

    :param str key: the server's secret
    :param int cost: the greatest number; half of it is tried on average
    :param datetime expires: until when the answer is taken, with a time zone
    :return: dict of algorithm, challenge, maxNumber, salt and signature
    """
    options = v1.ChallengeOptions(algorithm="SHA-256", max_number=cost, hmac_key=key, expires=expires)
    return v1.create_challenge(options).to_dict()


def check(key, answer):
    """Whether an answer solves a task of this server that has not expired.

    :param str answer: base64 of JSON, as the protocol says
    :return: what the task is known by, so that it is taken once; None when the answer is wrong
    """
    if not answer or len(answer) > MOST_BYTES:
        return None
    try:
        payload = v1.Payload.from_base64(answer)
        right, _error = v1.verify_solution(payload, key, check_expires=True)
    except Exception:  # the library raises whatever a hostile text leads to; none of it is an answer
        return None
    return payload.challenge if right and isinstance(payload.challenge, str) else None


def solve(task):
    """Solve a task as a browser does, for tests.

    :rtype: str
    """
    solution = v1.solve_challenge(task["challenge"], task["salt"], task["algorithm"], task["maxNumber"])
    payload = v1.Payload(task["algorithm"], task["challenge"], solution.number, task["salt"], task["signature"])
    return payload.to_base64()


def expiry(timestamp):
    """The moment of a timestamp, as the library wants it."""
    return datetime.fromtimestamp(timestamp).astimezone()

"""When a gateway that fails is tried again: the circuit breaker.

Closed, all messages pass. After a failure it is open: none pass until a time. Then it is half open: one message
probes, and only if that one is taken all pass again. Each failed probe doubles the wait.
"""

DOUBTS = 3  # requests in a row without a clear answer that open the breaker
LONGEST = 900  # seconds
PROBE = 60  # seconds that a probe may take before another one may be sent


def wait_after(trips, seconds):
    """How long to leave a gateway alone.

    :param int trips: how often it has failed in a row before
    :param int seconds: what this failure asks for
    :rtype: int
    """
    return max(seconds, min(seconds * 2 ** min(trips, 8), LONGEST))

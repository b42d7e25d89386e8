"""One at a time, and nobody waits."""

import threading

TURNS = 3  # that one caller works for others who came in the meantime


class Turnstile:
    """Lets one thread of this process work. Whoever comes in the meantime goes away at once, and the one at work looks
    once more afterwards."""

    def __init__(self):
        self._wanted, self._locks, self._guard = set(), {}, threading.Lock()

    def pass_through(self, name, work):
        """Work, unless another thread works for the same name.

        :param str name: what is worked on
        :param work: function without arguments
        """
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
            self._wanted.add(name)
        for _turn in range(TURNS):
            if name not in self._wanted or not lock.acquire(blocking=False):
                return
            try:
                self._wanted.discard(name)
                work()
            finally:
                lock.release()

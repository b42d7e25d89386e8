from . import test_blocked_checkout

from . import test_blocked_till

from . import test_blocked_till
from . import test_till_figures

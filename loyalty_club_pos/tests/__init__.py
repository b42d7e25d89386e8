from . import test_pos_order
from . import test_pos_till
from . import test_pos_refund
from . import test_pos_tier
from . import test_pos_concurrency
from . import test_pos_tour
from . import test_pos_drift
from . import test_pos_wallet

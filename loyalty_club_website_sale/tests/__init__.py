from . import test_shop
from . import test_review
from . import test_wallet

from . import test_ledger
from . import test_sale_order
from . import test_member
from . import test_recipe

from . import test_ledger
from . import test_member
from . import test_native_translations
from . import test_recipe
from . import test_sale_order

from . import test_club_customer_ip
from . import test_club_segment
from . import test_jalali
from . import test_res_partner
from . import test_typed_properties
from . import test_typed_properties_group
from . import test_typed_properties_screens
from . import test_typed_properties_write

from . import test_club_customer_ip
from . import test_res_partner

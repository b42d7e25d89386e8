from . import loyalty_club_adjust
from . import loyalty_club_join
from . import loyalty_club_rule_test
from . import loyalty_card_update_balance
from . import base_partner_merge
from . import loyalty_generate_wizard

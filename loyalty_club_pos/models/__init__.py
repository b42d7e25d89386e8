from . import pos_order_line
from . import pos_order
from . import pos_order_points
from . import pos_order_till
from . import loyalty_card
from . import loyalty_program
from . import loyalty_club_tier
from . import pos_order_bought

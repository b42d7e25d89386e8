from . import sale_order
from . import loyalty_club_rule_review
from . import rating_rating

from . import club_whole_list
from . import club_bulk_action
from . import club_custom_fields
from . import club_customer_decision
from . import club_segment_add
from . import club_segment_overlap
from . import club_segment_why

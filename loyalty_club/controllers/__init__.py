from . import portal
from . import portal_card
from . import portal_wallet
from . import portal_leave
from . import referral

from . import consent_page
from . import loyalty_sms
from . import short_link

from . import loyalty_form_reply
from . import loyalty_form_start

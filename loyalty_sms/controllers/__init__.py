from . import loyalty_sms

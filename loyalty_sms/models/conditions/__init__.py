from . import sms

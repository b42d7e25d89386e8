from . import kannel
from . import smpp
from . import kavenegar
from . import melipayamak
from . import ghasedak
from . import smsir
from . import twilio
from . import http

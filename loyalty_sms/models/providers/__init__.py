from . import kannel
from . import kavenegar
from . import http

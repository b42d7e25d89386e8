from . import kind
from . import order
from . import ip
from . import status
from . import message

from . import kind
from . import field
from . import group
from . import status
from . import tag
from . import birthday
from . import spent
from . import segment

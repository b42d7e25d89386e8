from . import kind
from . import thanks
from . import notify
from . import answer
from . import route

from . import kind
from . import customers
from . import tasks
from . import lifecycle
from . import newest
from . import work
from . import tags

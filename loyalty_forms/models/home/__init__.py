from . import tasks
from . import work

from . import club
from . import tasks
from . import work

from . import club_demo
from . import profiles
from . import work

from . import club_demo
from . import books
from . import profiles
from . import work

from . import club_demo
from . import entries_demo

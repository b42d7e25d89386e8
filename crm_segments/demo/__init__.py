from . import club_demo
from . import profiles

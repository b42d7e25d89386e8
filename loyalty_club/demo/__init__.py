from . import club_demo
from . import club_life

from . import join
from . import purchase
from . import manual

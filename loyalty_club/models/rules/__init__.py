from . import join
from . import purchase
from . import birthday
from . import manual

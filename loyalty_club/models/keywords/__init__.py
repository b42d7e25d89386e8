from . import balance
from . import join

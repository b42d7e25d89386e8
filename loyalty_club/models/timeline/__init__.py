from . import points
from . import tier
from . import member

from . import tier
from . import points

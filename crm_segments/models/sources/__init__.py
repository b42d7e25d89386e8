from . import kind
from . import sale
from . import credit_note
from . import pos

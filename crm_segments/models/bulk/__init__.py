from . import kind
from . import group
from . import status
from . import tag
from . import segment
from . import archive
from . import approval
from . import block

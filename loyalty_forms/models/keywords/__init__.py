from . import form
from . import survey

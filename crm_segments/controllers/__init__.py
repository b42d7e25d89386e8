from . import auth_signup
from . import export

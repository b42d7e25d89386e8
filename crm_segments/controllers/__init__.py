from . import auth_signup
from . import export
from . import jalali_export

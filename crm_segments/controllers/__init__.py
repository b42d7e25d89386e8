from . import auth_signup
from . import code_login
from . import export
from . import jalali_export

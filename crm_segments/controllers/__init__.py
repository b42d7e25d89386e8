from . import auth_signup

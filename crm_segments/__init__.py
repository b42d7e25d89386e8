from . import controllers
from . import demo, models
from . import wizards
from .hooks import post_init_hook, pre_init_hook, uninstall_hook

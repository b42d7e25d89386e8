from . import club_demo
from . import entries_demo
from . import template_forms

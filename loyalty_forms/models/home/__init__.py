from . import tasks

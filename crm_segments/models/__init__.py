from . import club_kind

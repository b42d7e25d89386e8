"""Loyalty at the till: nearly all of it are tours in a browser."""

MODULES = ["pos_loyalty"]
AT_LEAST = 80
SLOW = True
EXCEPTIONS = {}

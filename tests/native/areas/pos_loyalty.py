"""Loyalty at the till: nearly all of it are tours in a browser."""

MODULES = ["pos_loyalty"]
AT_LEAST = 11
SLOW = True
EXCEPTIONS = {}

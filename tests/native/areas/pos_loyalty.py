"""Loyalty at the till: nearly all of it are tours in a browser."""

MODULES = ["pos_loyalty"]
SLOW = True
EXCEPTIONS = {}

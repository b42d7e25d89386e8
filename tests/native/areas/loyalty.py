"""Loyalty in Sales and the shop."""

MODULES = ["loyalty", "sale_loyalty", "website_sale_loyalty"]
AT_LEAST = 11
SLOW = False
EXCEPTIONS = {}

"""Loyalty in Sales and the shop."""

MODULES = ["loyalty", "sale_loyalty", "website_sale_loyalty"]
SLOW = False
EXCEPTIONS = {}

"""Odoo's SMS and SMS mailings, which go through our outbox once a company has a gateway."""

MODULES = ("sms", "mass_mailing_sms")
SLOW = False
EXCEPTIONS = {}

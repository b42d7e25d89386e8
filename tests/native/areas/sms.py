"""SMS and mailings by SMS."""

MODULES = ["sms", "mass_mailing_sms"]
SLOW = True
EXCEPTIONS = {}

"""SMS and mailings by SMS."""

MODULES = ["sms", "mass_mailing_sms"]
AT_LEAST = 8  # five of sms, three of mass_mailing_sms
SLOW = False
EXCEPTIONS = {}

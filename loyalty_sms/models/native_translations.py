"""The Persian words of Odoo's own add-ons for SMS stand in `i18n_extra/fa.po`."""

from odoo.addons.crm_segments.models.native_translations import hold_words_of

MAILINGS = ("mass_mailing", "mass_mailing_sms", "mass_mailing_crm", "mass_mailing_crm_sms", "mass_mailing_sale")

hold_words_of("loyalty_sms", (*MAILINGS, "mass_mailing_sale_sms", "sms", "phone_validation", "pos_sms"))

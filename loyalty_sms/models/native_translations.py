"""The Persian words of Odoo's own add-ons for SMS stand in `i18n_extra/fa.po`."""

from odoo.addons.crm_segments.models.native_translations import hold_words_of

hold_words_of("loyalty_sms", ("sms", "mass_mailing_sms", "mass_mailing", "phone_validation", "pos_sms"))

"""The Persian words of Odoo's own loyalty add-ons stand in `i18n_extra/fa.po`."""

from odoo.addons.crm_segments.models.native_translations import hold_words_of

hold_words_of("loyalty_club", ("loyalty", "sale_loyalty", "website_sale_loyalty", "pos_loyalty"))

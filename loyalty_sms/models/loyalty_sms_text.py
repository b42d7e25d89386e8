import re

import phonenumbers

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.mail import TEXT_URL_REGEX

from odoo.addons.crm_segments.tools.text import fold

from ..tools.segments import count_segments

WRITTEN = ("marketing", "service")  # purposes of messages that people write


class ResCompany(models.Model):
    """What must stand under a text, and what one costs (S7)."""

    _inherit = "res.company"

    loyalty_sms_footer_marketing = fields.Char(
        "Footer of Advertising", help="Stands under each advertisement that does not have it already, such as لغو۱۱."
    )
    loyalty_sms_footer_service = fields.Char("Footer of Service Messages", help="The same under service messages.")

    def _loyalty_sms_footer(self, purpose):
        """:return: what must stand under messages of a purpose, or an empty string"""
        footers = {"marketing": self.loyalty_sms_footer_marketing, "service": self.loyalty_sms_footer_service}
        return (footers.get(purpose) or "").strip()

    def _loyalty_sms_with_footer(self, body, purpose):
        """:return: a text with the footer of its purpose, once"""
        footer = self._loyalty_sms_footer(purpose)
        return body if not footer or fold(footer) in fold(body) else f"{(body or '').rstrip()}\n{footer}"

    def _loyalty_sms_carriers(self, purpose):
        """:return: the `loyalty.sms.gateway`s that take messages to a mobile of this country, best first"""
        mobile = phonenumbers.PhoneNumberType.MOBILE
        example = phonenumbers.example_number_for_type(self.country_id.code or "IR", mobile)
        number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164) if example else ""
        return self.env["loyalty.sms.route"].sudo()._chooser(self, purpose)(number)

    def _loyalty_sms_price(self, purpose):
        """:return: price of one part of a message to a mobile of this country, at the gateway that would take it; 0
        when nobody knows"""
        gateways = self._loyalty_sms_carriers(purpose)
        usable = gateways.filtered(lambda gateway: not gateway.paused and gateway.health == "ready") or gateways
        return usable[:1].price

    def _loyalty_sms_refuses_links(self, purpose):
        """:return: whether no gateway takes a message with a link"""
        gateways = self._loyalty_sms_carriers(purpose)
        return bool(gateways) and all(gateways.mapped("refuses_links"))

    @api.model
    def get_loyalty_sms_writing(self):
        """What the box in which an SMS is written needs to know.

        :return: dict with ``on`` (whether our gateways carry it), ``prices`` of a part, ``footers`` and
            ``refuses_links`` by purpose, and the id of the ``currency``, our address (``base``) and a ``link`` as long
            as short ones become
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only staff write messages."))
        company = self.env.company
        return {
            "on": company._loyalty_sms_is_on(),
            "prices": {purpose: company._loyalty_sms_price(purpose) for purpose in WRITTEN},
            "refuses_links": {purpose: company._loyalty_sms_refuses_links(purpose) for purpose in WRITTEN},
            "currency": company.currency_id.id,
            "footers": {purpose: company._loyalty_sms_footer(purpose) for purpose in WRITTEN},
            "base": company.get_base_url(),
            "link": company._loyalty_sms_short_link(),
        }


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    loyalty_sms_footer_marketing = fields.Char(related="company_id.loyalty_sms_footer_marketing", readonly=False)
    loyalty_sms_footer_service = fields.Char(related="company_id.loyalty_sms_footer_service", readonly=False)


class LoyaltySmsGateway(models.Model):
    _inherit = "loyalty.sms.gateway"

    refuses_links = fields.Boolean(
        help="The provider or its line does not take messages with links: they are not sent by it."
    )


class LoyaltySmsMessage(models.Model):
    """The text as it leaves."""

    _inherit = "loyalty.sms.message"

    def _prepare_message(self, company, item, number, native):
        """Add the footer that the purpose needs, before parts are counted and paid."""
        values = super()._prepare_message(company, item, number, native)
        body = company._loyalty_sms_with_footer(values["body"], values["purpose"])
        if body != values["body"] and not values.get("is_answer"):
            segments = count_segments(body)
            values.update(body=body, encoding=segments.encoding, parts=segments.parts)
        return values

    def _has_link(self):
        self.ensure_one()
        return bool(re.search(TEXT_URL_REGEX, self.body or ""))


class LoyaltySmsDispatcher(models.AbstractModel):
    _inherit = "loyalty.sms.dispatcher"

    def _open_to_links(self, message, gateways):
        """Those of the gateways that take this message, if it has a link. One that none takes fails, with the reason.

        :return: `loyalty.sms.gateway`, or None when the message has failed
        """
        refusing = gateways.filtered("refuses_links")
        if not refusing or not message._has_link():
            return gateways
        if refusing == gateways:
            message._finish("failed", self.env._("No gateway takes messages with links."), "sms_rejected")
            return None
        return gateways - refusing

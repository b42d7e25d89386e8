import re

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.mail import TEXT_URL_REGEX

from odoo.addons.crm_segments.tools.text import fold

from ..tools.segments import count_segments


class ResCompany(models.Model):
    _inherit = "res.company"

    loyalty_sms_footer_marketing = fields.Char(
        "Footer of Advertising", help="Stands under each advertisement that does not have it already, such as لغو۱۱."
    )
    loyalty_sms_footer_service = fields.Char("Footer of Service Messages", help="The same under service messages.")

    def _loyalty_sms_footer(self, purpose):
        """:return: what must stand under messages of a purpose, or an empty string"""
        footers = {"marketing": self.loyalty_sms_footer_marketing, "service": self.loyalty_sms_footer_service}
        return (footers.get(purpose) or "").strip()

    def _loyalty_sms_price(self):
        """:return: price of one part at the gateway that comes first, 0 when nobody knows"""
        gateways = self.env["loyalty.sms.gateway"].sudo().search([("company_id", "=", self.id)])
        return next((gateway.price for gateway in gateways if gateway.price), 0.0)

    @api.model
    def get_loyalty_sms_writing(self):
        """What the box in which an SMS is written needs to know.

        :return: dict with ``on`` (whether our gateways carry it), ``price`` of a part, ``currency`` id, ``footers``
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only staff write messages."))
        company = self.env.company
        return {
            "on": company._loyalty_sms_is_on(),
            "price": company._loyalty_sms_price(),
            "currency": company.currency_id.id,
            "footers": {purpose: company._loyalty_sms_footer(purpose) for purpose in ("marketing", "service")},
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
        footer = company._loyalty_sms_footer(values["purpose"])
        if footer and not values.get("is_answer") and fold(footer) not in fold(values["body"]):
            body = f"{(values['body'] or '').rstrip()}\n{footer}"
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

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.links import CLICK_CODE, LINK_CODE, click_code, links_to_shorten, put_links
from ..tools.segments import count_segments


class ResCompany(models.Model):
    _inherit = "res.company"

    loyalty_sms_short_links = fields.Boolean(
        "Short Links",
        default=True,
        help="Links in messages are shortened, and who opens them is counted. A link that lets its holder in, such as "
        "one with a token, stays as it is.",
    )

    def _loyalty_sms_short_link(self):
        """:return: a short link as long as they become, to count parts before sending; empty when none are made"""
        self.ensure_one()
        if not self.loyalty_sms_short_links:
            return ""
        return _short_link(self.get_base_url(), "x" * LINK_CODE, "x" * CLICK_CODE)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    loyalty_sms_short_links = fields.Boolean(related="company_id.loyalty_sms_short_links", readonly=False)


class LoyaltySmsMessage(models.Model):
    """Short links in the texts of all apps, and who opened them (S7). Mailings have those of Odoo already."""

    _inherit = "loyalty.sms.message"

    click_code = fields.Char(readonly=True, index="btree_not_null")  # in its short links
    clicked_at = fields.Datetime("Link Opened", readonly=True)

    _clicked_index = models.Index("(partner_id) WHERE clicked_at IS NOT NULL")

    def _prepare_message(self, company, item, number, native):
        """Shorten the links of a text, before its parts are counted and paid."""
        values = super()._prepare_message(company, item, number, native)
        if company.loyalty_sms_short_links and values["purpose"] != "code":
            code = click_code()
            body = self._shorten_links(values["body"], company.get_base_url(), code)
            if body != values["body"]:
                segments = count_segments(body)
                values.update(body=body, click_code=code, encoding=segments.encoding, parts=segments.parts)
        return values

    def _shorten_links(self, body, base, code):
        """:return: the text with Odoo's short links, each with the code of the message"""
        links = links_to_shorten(body, base)
        if not links:
            return body
        medium = self.env.ref("mass_mailing_sms.utm_medium_sms", raise_if_not_found=False)
        # With a title of its own: Odoo would fetch the page for one, in the middle of somebody's transaction.
        wanted = [{"url": link, "title": link, "medium_id": medium.id if medium else False} for link in links]
        trackers = self.env["link.tracker"].sudo().search_or_create(wanted)
        short = [_short_link(base, tracker.code, code) for tracker in trackers]
        return put_links(body, dict(zip(links, short, strict=True)))

    @api.model
    def _clicks_sql(self):
        """:return: query of the messages whose links were opened: ``partner_id``, ``company_id``, ``clicked_at``"""
        self.flush_model(["partner_id", "clicked_at"])
        self.env["mailing.trace"].flush_model(["links_click_datetime"])
        return SQL(
            """SELECT partner_id, company_id, clicked_at FROM loyalty_sms_message WHERE clicked_at IS NOT NULL
                UNION ALL
               SELECT m.partner_id, m.company_id, max(r.links_click_datetime)
                 FROM mailing_trace r
                 JOIN sms_tracker t ON t.mailing_trace_id = r.id
                 JOIN loyalty_sms_message m ON m.uuid = t.sms_uuid
                WHERE r.links_click_datetime IS NOT NULL AND r.trace_type = 'sms' AND m.clicked_at IS NULL
             GROUP BY m.id"""
        )

    @api.model
    def _note_click(self, link_code, code):
        """Somebody opened a link of a message.

        :param str link_code: where it leads
        :param str code: whose message it was; one that never stood in a message counts nothing
        """
        message = self.search([("click_code", "=", code), ("clicked_at", "=", False)], limit=1)
        if message and _short_link("", link_code, code) in (message.body or ""):
            message.clicked_at = fields.Datetime.now()
            self.env["club.customer.touch"].sudo()._mark(message.partner_id.ids, "sms")


def _short_link(base, link_code, code):
    return f"{base}/r/{link_code}/m/{code}"

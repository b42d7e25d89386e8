from odoo import models
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools.text import fold

_lt = LazyTranslate(__name__)
_WORDS = {fold(word) for word in ("عضویت", "عضو", "join")}


class ClubInboundKeywordJoin(models.AbstractModel):
    """A customer who sends “join” becomes a member of the first club of the company; who blocked is refused."""

    _name = "club.inbound.keyword.join"
    _inherit = ["club.inbound.keyword.kind"]
    _description = "Inbound Keyword: Join"

    _label = _lt("Join the club")
    _sequence = 20

    def _matches(self, text):
        return text.strip() in _WORDS

    def _answer(self, partner, number, match, company):
        club = self.env["loyalty.club"].sudo().search([("company_id", "=", company.id)], limit=1)
        if not club:
            return None
        if not partner:
            values = {"name": number, "phone": number}
            partners = self.env["res.partner"].sudo().with_company(company)
            partner, _created = partners._find_or_create_customer(values, company=company, match=("phone",))
        partner = partner[:1]
        if partner.customer_status_kind == "blocked":
            return None
        member = club._join(partner, source="sms")
        speaker = self.with_context(lang=partner.lang or self.env.lang)
        return speaker.env._(
            "Welcome to %(club)s! Your member number: %(number)s",
            club=club.with_context(lang=speaker.env.lang).name,
            number=member.number,
        )

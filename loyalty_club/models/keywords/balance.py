from odoo import models
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools.text import fold

from ...tools.display import show_number

_lt = LazyTranslate(__name__)
_WORDS = {fold(word) for word in ("امتیاز", "امتیاز من", "موجودی", "balance", "points")}


class ClubInboundKeywordBalance(models.AbstractModel):
    """Who sends “points” from his own number learns how many he has."""

    _name = "club.inbound.keyword.balance"
    _inherit = ["club.inbound.keyword.kind"]
    _description = "Inbound Keyword: Balance"

    _label = _lt("Balance of the club")
    _sequence = 30

    def _matches(self, text):
        return text.strip() in _WORDS

    def _answer(self, partner, number, match, company):
        members = self.env["loyalty.club.member"].sudo()
        members = members.search(
            [("partner_id", "in", partner.ids), ("state", "=", "active"), ("company_id", "=", company.id)]
        )
        speaker = self.with_context(lang=partner[:1].lang or self.env.lang)
        if not members:
            return speaker.env._("This number is in no club of ours.")
        return "\n".join(
            speaker.env._(
                "%(club)s: %(points)s points",
                club=member.with_context(lang=speaker.env.lang).club_id.name,
                points=show_number(member.spendable_points, speaker.env.lang),
            )
            for member in members
        )

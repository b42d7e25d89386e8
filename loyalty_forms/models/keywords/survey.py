import re
from datetime import timedelta

from odoo import fields, models
from odoo.tools import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

# For how long a bare number is taken for the answer to the last survey.
DAYS = 7


class KeywordSurvey(models.AbstractModel):
    """A customer answers the question about his order with just a number."""

    _name = "club.inbound.keyword.survey"
    _inherit = ["club.inbound.keyword.kind"]
    _description = "Keyword: Answer to a Survey"

    _label = _lt("Answer to a survey")
    _sequence = 50

    def _matches(self, text):
        found = re.fullmatch(r"[0-9]{1,2}", text.strip())
        return [found[0]] if found else False

    def _answer(self, partner, number, match, company):
        invite = self._open_invite(partner, company)
        field = invite.survey_id.form_id.field_ids.filtered(lambda field: field.kind in ("nps", "rating"))[:1]
        if not field:
            return None
        form = invite.survey_id.form_id.with_context(lang=partner.lang or self.env.lang)
        try:
            value = field.with_context(lang=partner.lang or self.env.lang)._answer(match[0])
        except AnswerError as error:
            return str(error)
        form._submit({field.key: value}, {"nonce": invite._nonce(), "lang": partner.lang, "channel": "sms"})
        return form.env._("Thank you for your answer.")

    def _open_invite(self, partner, company):
        """The last question that the customer got by SMS and has not answered."""
        since = fields.Datetime.now() - timedelta(days=DAYS)
        return self.env["loyalty.form.survey.invite"].search(
            [
                ("partner_id", "in", partner.ids),
                ("company_id", "=", company.id),
                ("state", "=", "sent"),
                ("channel", "=", "sms"),
                ("sent_at", ">=", since),
                ("survey_id.accepts_digits", "=", True),
            ],
            limit=1,
        )

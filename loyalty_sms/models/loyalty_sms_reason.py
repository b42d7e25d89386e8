from odoo import api, fields, models
from odoo.tools.translate import code_translations


def in_language(text, lang):
    """What was stored while nobody looked, by a scheduled job, in the language of who looks now. Words of a provider
    stay as they are, alone or behind ours and a colon.

    :rtype: str
    """
    if not text or not lang or lang == "en_US":
        return text
    known = code_translations.get_python_translations("loyalty_sms", lang)
    ours, colon, theirs = text.partition(": ")
    return known.get(text) or known.get(ours, ours) + colon + theirs


class LoyaltySmsMessage(models.Model):
    """Why a message waits or failed, in the language of who looks."""

    _inherit = "loyalty.sms.message"

    why = fields.Char(compute="_compute_why", help="Why it waits, was not sent, or did not arrive.")

    @api.depends("state", "reason", "hold_kind")
    @api.depends_context("lang")
    def _compute_why(self):
        kinds = dict(self._fields["hold_kind"]._description_selection(self.env))
        for message in self:
            kind = message.hold_kind if message.state in ("held", "canceled") else False
            message.why = kinds.get(kind) or in_language(message.reason, self.env.lang)


class LoyaltySmsAttempt(models.Model):
    _inherit = "loyalty.sms.attempt"

    answer = fields.Char("What It Said", compute="_compute_answer", help="What the gateway said.")

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_answer(self):
        for attempt in self:
            attempt.answer = in_language(attempt.reason, self.env.lang)


class LoyaltySmsGateway(models.Model):
    _inherit = "loyalty.sms.gateway"

    problem = fields.Char("Last Problem", compute="_compute_problem")

    @api.depends("health_message")
    @api.depends_context("lang")
    def _compute_problem(self):
        for gateway in self:
            gateway.problem = in_language(gateway.health_message, self.env.lang)

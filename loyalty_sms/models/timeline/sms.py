from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)

_LENGTH = 160


class TimelineSms(models.AbstractModel):
    """The messages that the customer got, and what became of them. His own are notes on his page already."""

    _name = "club.timeline.source.sms"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: SMS"

    _label = _lt("SMS")
    _sequence = 35
    _icon = "fa-mobile"
    _color = "info"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT COALESCE(accepted_at, create_date) AS date, 'sms' AS kind, body AS title,
                      'loyalty.sms.message' AS res_model, id AS res_id,
                      CASE state WHEN 'delivered' THEN 'fa-check' WHEN 'failed' THEN 'fa-times'
                           WHEN 'canceled' THEN 'fa-ban' ELSE 'fa-mobile' END AS icon
                 FROM loyalty_sms_message
                WHERE partner_id IN %s AND purpose <> 'code'""",
            partner_ids,
        )

    def _describe(self, rows):
        messages = self.env["loyalty.sms.message"]
        labels = dict(messages._fields["state"]._description_selection(self.env))
        states = {message.id: message.state for message in messages.browse([row["res_id"] for row in rows])}
        return [f"{labels[states[row['res_id']]]}: {_short(row['title'])}" for row in rows]


def _short(text):
    text = " ".join((text or "").split())
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH]}…"

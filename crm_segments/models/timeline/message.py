from odoo import models
from odoo.tools import SQL, LazyTranslate, html2plaintext

_lt = LazyTranslate(__name__)

_LENGTH = 160


class TimelineMessage(models.AbstractModel):
    """What was written to the customer, by him, and about him."""

    _name = "club.timeline.source.message"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: Messages and Notes"

    _label = _lt("Messages and notes")
    _sequence = 30
    _icon = "fa-comment-o"
    _color = "primary"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT date, 'message' AS kind, COALESCE(NULLIF(body, ''), subject) AS title,
                      'mail.message' AS res_model, id AS res_id,
                      CASE message_type WHEN 'email' THEN 'fa-envelope-o' WHEN 'sms' THEN 'fa-mobile'
                           ELSE 'fa-comment-o' END AS icon
                 FROM mail_message
                WHERE model = 'res.partner' AND res_id IN %s AND COALESCE(NULLIF(body, ''), subject, '') <> ''""",
            partner_ids,
        )

    def _describe(self, rows):
        texts = [" ".join(html2plaintext(row["title"] or "", include_references=False).split()) for row in rows]
        return [text if len(text) <= _LENGTH else f"{text[:_LENGTH]}…" for text in texts]

from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class TimelineStatus(models.AbstractModel):
    """Changes of the status and of the group, as Odoo's tracking keeps them."""

    _name = "club.timeline.source.status"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: Status and Group"

    _label = _lt("Status and group")
    _sequence = 20
    _icon = "fa-exchange"
    _color = "warning"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT m.date, 'status' AS kind,
                      concat_ws(' → ', NULLIF(v.old_value_char, ''), NULLIF(v.new_value_char, '')) AS title,
                      'mail.message' AS res_model, m.id AS res_id, 'fa-exchange' AS icon
                 FROM mail_message m
                 JOIN mail_tracking_value v ON v.mail_message_id = m.id
                 JOIN ir_model_fields f ON f.id = v.field_id
                WHERE m.model = 'res.partner' AND m.res_id IN %s
                  AND f.name IN ('customer_status_id', 'customer_group_id')""",
            partner_ids,
        )

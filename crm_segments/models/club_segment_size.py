from odoo import api, fields, models
from odoo.tools import SQL


class ClubSegmentSize(models.Model):
    """How many members a segment had at the end of each day, for the picture of its growth (C11)."""

    _name = "club.segment.size"
    _description = "Size of a Segment"
    _log_access = False
    _rec_name = "segment_id"
    _order = "date desc, id desc"

    segment_id = fields.Many2one("club.segment", required=True, ondelete="cascade")
    date = fields.Date(required=True)
    member_count = fields.Integer(string="Customers", aggregator="max")

    _segment_date_uniq = models.UniqueIndex("(segment_id, date)", "The size of this day is noted already.")

    @api.model
    def _note(self, segment, count):
        """Note the size of today; the last one of a day stays.

        :param segment: club.segment
        :param int count: its members
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO club_segment_size AS s (segment_id, date, member_count) VALUES (%s, %s, %s)
                ON CONFLICT (segment_id, date) DO UPDATE SET member_count = EXCLUDED.member_count
                 WHERE s.member_count IS DISTINCT FROM EXCLUDED.member_count
                """,
                segment.id,
                fields.Date.context_today(segment),
                count,
            )
        )
        self.invalidate_model()

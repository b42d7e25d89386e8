from odoo import fields, models


class ClubSegmentMember(models.Model):
    """Who is in a segment. Rows are written by SQL (`club.segment._refresh`), so there is no creator."""

    _name = "club.segment.member"
    _description = "Member of a Segment"
    _log_access = False
    _rec_name = "partner_id"
    _order = "id desc"

    segment_id = fields.Many2one("club.segment", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    date_in = fields.Datetime(string="Since", required=True)

    _member_uniq = models.UniqueIndex("(segment_id, partner_id)", "The customer is in this segment already.")

    def init(self):
        # the members of static segments are written as a plain relation, which knows no date
        self.env.cr.execute(
            "ALTER TABLE club_segment_member ALTER COLUMN date_in SET DEFAULT (now() AT TIME ZONE 'UTC')"
        )


class ClubSegmentEvent(models.Model):
    """Who joined or left a segment, and when. Starts workflows, and shows the past."""

    _name = "club.segment.event"
    _description = "Join or Leave of a Segment"
    _log_access = False
    _rec_name = "partner_id"
    _order = "id desc"

    segment_id = fields.Many2one("club.segment", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    kind = fields.Selection([("in", "Joined"), ("out", "Left")], string="Event", required=True)
    date = fields.Datetime(required=True)

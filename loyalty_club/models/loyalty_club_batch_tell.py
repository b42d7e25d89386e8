"""Members are told of points that many got at once: after the points, each at most once, only where that is wanted."""

from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

# Members whose messages are written in one transaction: no card is locked meanwhile.
CHUNK = 200


class LoyaltyClubBatch(models.Model):
    _inherit = "loyalty.club.batch"

    by_mail = fields.Boolean(tracking=True, copy=False)
    by_sms = fields.Boolean(string="By SMS", help="Each SMS costs money.", tracking=True, copy=False)
    mail_count = fields.Integer(string="With a Mail Address", compute="_compute_reach")
    sms_count = fields.Integer(string="With a Mobile", compute="_compute_reach")
    told_count = fields.Integer(string="Told", readonly=True, copy=False)
    tell_total = fields.Integer(string="To Be Told", readonly=True, copy=False)

    @api.depends("club_id", "tier_ids", "segment_id")
    def _compute_reach(self):
        self.env["res.partner"].flush_model(["email", "phone_sanitized"])
        partners = SQL("SELECT FROM res_partner p WHERE p.id = m.partner_id AND")
        for batch in self:
            batch.mail_count = batch.sms_count = 0
            if batch.club_id:
                [[batch.mail_count, batch.sms_count]] = batch._query_cards(
                    SQL(
                        """count(*) FILTER (WHERE EXISTS (%(partners)s p.email > '')),
                        count(*) FILTER (WHERE EXISTS (%(partners)s p.phone_sanitized > ''))""",
                        partners=partners,
                    )
                )

    def _compute_progress(self):
        telling = self.filtered(lambda batch: batch.state == "telling")
        for batch in telling:
            batch.progress = 100 * batch.told_count // max(batch.tell_total, 1)
        return super(LoyaltyClubBatch, self - telling)._compute_progress()

    def action_start(self):
        self.filtered(lambda batch: batch.state == "draft")._check_templates()
        return super().action_start()

    def action_tell(self):
        """Tell those who got the points and were not told yet."""
        self.check_access("write")
        done = self.filtered(lambda batch: batch.state == "done")
        done._check_templates()
        done.state = "telling"
        self.env.ref("loyalty_club.loyalty_club_cron_batch").sudo()._trigger()
        return True

    def _points_message(self):
        """What the club says to who got points: its templates are used, also where it does not say so by itself."""
        return self.club_id.sudo().message_event_ids.filtered(lambda message: message.event == "points")

    def _check_templates(self):
        for batch in self:
            message = batch._points_message()
            if (batch.by_mail and not message.mail_template_id) or (batch.by_sms and not message.sms_template_id):
                raise UserError(
                    self.env._(
                        "The club %s has no template for points. Choose one in its tab Messages.", batch.club_id.name
                    )
                )

    # === THE JOB === #

    def _step(self):
        return self._tell_members if self.state == "telling" else super()._step()

    def _finish(self):
        result = super()._finish()
        if self.state == "done" and (self.by_mail or self.by_sms):
            self.state = "telling"
        return result

    def _tell_members(self, _chunk):
        """Write the messages, some members at a time; after an interruption it goes on with those not told yet."""
        run = self.env["loyalty.ledger"]._in_own_transaction
        members = self._untold()
        self.tell_total = self.told_count + len(members)
        try:
            for some in split_every(CHUNK, members, list):
                if self.state == "telling":
                    run(partial(self._tell_some, some))
        except UserError as error:
            self.message_post(body=self.env._("The members could not be told: %s", error))
        run(self._told)

    def _told(self):
        if self.state == "telling":
            self.state = "done"

    def _untold(self):
        """Ids of the members who got these points, can be reached, and were not told."""
        ways = [SQL("p.email > ''")] * self.by_mail + [SQL("p.phone_sanitized > ''")] * self.by_sms
        if not ways:
            return []
        self.env.flush_all()
        query = SQL(
            """SELECT m.id FROM loyalty_ledger l
                 JOIN loyalty_club_member m ON m.card_id = l.card_id AND m.state = 'active'
                 JOIN res_partner p ON p.id = m.partner_id
                WHERE l.src_model = %s AND l.src_id = %s AND l.kind = 'adjust' AND (%s)
                      AND NOT EXISTS (SELECT FROM loyalty_club_notice n
                                       WHERE n.member_id = m.id AND n.event = 'points' AND n.occasion = %s)
             ORDER BY m.id""",
            self._name,
            self.id,
            SQL(" OR ").join(ways),
            self._occasion(),
        )
        return [row[0] for row in self.env.execute_query(query)]

    def _occasion(self):
        return f"batch:{self.id}"

    def _tell_some(self, member_ids):
        """Write the messages of some members; that they were told is kept in the same transaction.

        :raise UserError: where a template cannot be filled in; nobody of these is told then
        """
        with self.env.cr.savepoint():
            members = self.env["loyalty.club.member"].sudo().browse(member_ids)
            fresh = members._first_told("points", dict.fromkeys(member_ids, self._occasion()))
            message = self._points_message().with_context(club_points_of=(self._name, self.id))
            if self.by_mail:
                message._send_mail(fresh)
            if self.by_sms:
                message._send_sms(fresh)
            self.told_count += len(fresh)


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    def _tell_points(self):
        """A batch says itself whether its members are told."""
        return super(LoyaltyLedger, self.filtered(lambda row: row.src_model != "loyalty.club.batch"))._tell_points()

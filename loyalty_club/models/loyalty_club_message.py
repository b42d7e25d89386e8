"""What a club tells its members, by mail and by SMS: each event once, with templates that the business changes."""

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL

EVENTS = [
    ("join", "Joined the club"),
    ("points", "Got points"),
    ("tier_up", "Rose to a tier"),
    ("grace", "Will fall to a tier"),
    ("tier_down", "Fell to a tier"),
    ("expiring", "Points expire soon"),
    ("birthday", "Has birthday"),
    ("reward", "Got a coupon"),
    ("credit", "Got credit"),
    ("left", "Left the club"),
]


class LoyaltyClubMessage(models.Model):
    _name = "loyalty.club.message"
    _inherit = ["loyalty.club.cached.mixin"]
    _description = "Club Message"
    _order = "club_id, id"

    club_id = fields.Many2one("loyalty.club", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="club_id.company_id", store=True, index=True)
    event = fields.Selection(EVENTS, required=True)
    by_mail = fields.Boolean(string="Mail")
    by_sms = fields.Boolean(string="SMS", help="Each SMS costs money.")
    mail_template_id = fields.Many2one("mail.template", domain="[('model', '=', 'loyalty.club.member')]")
    sms_template_id = fields.Many2one("sms.template", domain="[('model', '=', 'loyalty.club.member')]")

    _event_unique = models.Constraint("UNIQUE (club_id, event)", "A club says this once.")

    @api.model
    @tools.ormcache("event")
    def _is_said_anywhere(self, event):
        """Whether any club says something at an event; kept in memory, since points are given all day long."""
        said = [("event", "=", event), "|", ("by_mail", "=", True), ("by_sms", "=", True)]
        return bool(self.sudo().search_count(said, limit=1))

    def action_preview_mail(self):
        """The mail as a member would get it, in his language."""
        return self._preview("mail.mail_template_preview_action", "default_mail_template_id", self.mail_template_id)

    def action_preview_sms(self):
        """The SMS as a member would get it, in his language."""
        return self._preview("sms.sms_template_preview_action", "default_sms_template_id", self.sms_template_id)

    def _preview(self, action, field, template):
        """Odoo's own preview, on a member of this club."""
        self.ensure_one()
        member = self.env["loyalty.club.member"].search(
            [("club_id", "=", self.club_id.id), ("state", "=", "active")], order="tier_id, id", limit=1
        )
        if not template or not member:
            raise UserError(self.env._("A preview needs a template, and an active member in the club."))
        values = self.env["ir.actions.act_window"]._for_xml_id(action)
        context = {field: template.id, "default_resource_ref": f"loyalty.club.member,{member.id}"}
        return dict(values, context=context)

    def _send(self, members):
        """Put mail and SMS for members into Odoo's queues."""
        self.ensure_one()
        if self.by_mail:
            self._send_mail(members)
        if self.by_sms:
            self._send_sms(members)

    def _send_mail(self, members):
        if self.mail_template_id:
            written = members.filtered("partner_id.email")
            self.mail_template_id.sudo().send_mail_batch(written.ids)

    def _send_sms(self, members):
        if self.sms_template_id:
            for member in members.filtered("partner_id.phone_sanitized"):
                member._message_sms_with_template(
                    template=self.sms_template_id.sudo(), partner_ids=member.partner_id.ids, put_in_queue=True
                )


class LoyaltyClubNotice(models.Model):
    """That a member was told of an event; so that he is told once, whoever asks twice or at the same time."""

    _name = "loyalty.club.notice"
    _description = "Club Notice"
    _log_access = False

    member_id = fields.Many2one("loyalty.club.member", required=True, ondelete="cascade", readonly=True)
    event = fields.Char(required=True, readonly=True)
    occasion = fields.Char(required=True, readonly=True)
    sent_on = fields.Datetime(readonly=True)

    _once = models.UniqueIndex("(member_id, event, occasion)", "The member was told.")


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    message_event_ids = fields.One2many("loyalty.club.message", "club_id", string="Messages to Members")

    @api.model_create_multi
    def create(self, vals_list):
        clubs = super().create(vals_list)
        clubs._add_messages()
        return clubs

    @api.model
    def _add_missing_messages(self):
        """At each update: clubs that are older than an event get it, switched off."""
        self.with_context(active_test=False).search([])._add_messages()  # pylint: disable=no-search-all

    def _add_messages(self):
        self.env["loyalty.club.message"].sudo().create(
            [
                {
                    "club_id": club.id,
                    "event": event,
                    "mail_template_id": self._template("mail", event).id,
                    "sms_template_id": self._template("sms", event).id,
                }
                for club in self
                for event, _label in EVENTS
                if event not in club.message_event_ids.mapped("event")
            ]
        )

    def _template(self, way, event):
        found = self.env.ref(f"loyalty_club.{way}_template_{event}", raise_if_not_found=False)
        return found or self.env[f"{way}.template"]

    def _messages_for(self, event):
        """What this club says at an event; empty when it says nothing."""
        return self.sudo().message_event_ids.filtered(
            lambda message: message.event == event and (message.by_mail or message.by_sms)
        )


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    def _tell(self, event, occasion):
        """Tell members of an event by the ways that their club has chosen, each once.

        :param str event: one of `EVENTS`
        :param occasion: what names the occasion, or `{member id: name}`
        """
        if not self.env["loyalty.club.message"]._is_said_anywhere(event):
            return
        for club, members in self.grouped("club_id").items():
            message = club._messages_for(event)
            if not message:
                continue
            occasions = occasion if isinstance(occasion, dict) else dict.fromkeys(members.ids, str(occasion))
            message._send(members._first_told(event, occasions))

    def _first_told(self, event, occasions):
        """Keep that members are told of an event, for good.

        :param dict occasions: `{member id: what names the occasion}`
        :return: those who were not told before
        """
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO loyalty_club_notice (member_id, event, occasion, sent_on)
                SELECT t.member_id, %s, t.occasion, now() AT TIME ZONE 'utc'
                  FROM unnest(%s, %s) AS t (member_id, occasion)
                ON CONFLICT DO NOTHING RETURNING member_id""",
                event,
                self.ids,
                [occasions[member_id] for member_id in self.ids],
            )
        )
        return self.browse([row[0] for row in rows])

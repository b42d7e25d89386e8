import logging
import secrets

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.tools.mail import html_sanitize

from ..tools import template

_logger = logging.getLogger(__name__)

BATCH = 200
NONCE = "invite:"
# Values never hold links; ours is put in after everything else was cleaned.
_PLACE = "[[link]]"


class LoyaltyFormSurveyInvite(models.Model):
    """One question about one order. Its number is what makes the answer the only one: the page that the link opens has
    the nonce of the question, and entries are unique by nonce, in two tabs at once too."""

    _name = "loyalty.form.survey.invite"
    _description = "Survey Question"
    _order = "id desc"
    _rec_name = "order_name"

    survey_id = fields.Many2one("loyalty.form.survey", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True, string="Customer")
    order_ref = fields.Reference("_selection_order", string="Order", required=True)
    order_name = fields.Char()
    ordered_at = fields.Datetime(string="Ordered")
    token = fields.Char(groups="base.group_system")
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("sent", "Sent"),
            ("answered", "Answered"),
            ("skipped", "Not reached"),
        ],
        required=True,
        default="waiting",
        index=True,
    )
    channel = fields.Selection([("sms", "SMS"), ("email", "E-mail")])
    sent_at = fields.Datetime(string="Sent On")
    note = fields.Char()
    entry_id = fields.Many2one("loyalty.form.entry", ondelete="set null", index="btree_not_null")

    _once = models.UniqueIndex("(survey_id, order_ref)")
    _token_unique = models.UniqueIndex("(token) WHERE token IS NOT NULL")

    @api.model
    def _selection_order(self):
        return [(name, self.env[name]._description) for name in self._order_models()]

    @api.model
    def _order_models(self):
        """The models of orders that can be asked about and opened."""
        return [name for name in ("sale.order", "pos.order") if name in self.env]

    def action_open(self):
        """The answer; the order where there is none yet."""
        self.ensure_one()
        return (self.entry_id or self.order_ref or self.partner_id).get_formview_action()

    # === asking === #
    @api.model
    def _send_waiting(self):
        """Ask, a batch a transaction."""
        waiting = [("state", "=", "waiting")]
        while invites := self.search(waiting, order="id", limit=BATCH).try_lock_for_update():
            for invite in invites:
                invite._send_safely()
            if not self.env["ir.cron"]._commit_progress(len(invites), remaining=self.search_count(waiting)):
                break

    def _send_safely(self):
        try:
            with self.env.cr.savepoint():
                self._send()
        except Exception as error:
            _logger.warning("Survey question %s could not be sent", self.id, exc_info=True)
            self.write({"state": "skipped", "note": type(error).__name__})

    def _send(self):
        """Ask by the survey's channel; who cannot be reached is noted."""
        survey, partner = self.survey_id, self.partner_id.with_company(self.company_id)
        sms = partner.phone_sanitized and survey.channel in ("sms", "either")
        email = partner.email_normalized and survey.channel in ("email", "either") and not sms
        if partner._is_blocked() or not (sms or email):
            self.write({"state": "skipped", "note": self.env._("No way to reach him")})
            return
        self.token = secrets.token_urlsafe(9)
        self = self.with_context(lang=partner.lang or self.env.lang)
        survey = self.survey_id
        if sms:
            body = template.render_text(survey.sms_text, {**self._values(), "link": _PLACE}, short=template.SHORT)
            body = body.replace(_PLACE, self._link())
            partner._message_sms(body, partner_ids=partner.ids, put_in_queue=True)
        else:
            partner.message_post(
                body=template.directed(self._email_body(survey)),
                subject=template.render_text(survey.subject or survey.name, self._values(), short=200),
                partner_ids=partner.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
                email_layout_xmlid="mail.mail_notification_light",
                force_send=False,
            )
        self.write({"state": "sent", "channel": "sms" if sms else "email", "sent_at": fields.Datetime.now()})

    def _email_body(self, survey):
        """The text, with the link as a link: it is ours, so it is put in after everything else was escaped."""
        link = self._link()
        body = template.render_html(
            html_sanitize(survey.text or ""), {**self._values(), "link": _PLACE, "button": _PLACE}
        )
        label = self.env._("Answer now")
        style = "padding:8px 16px;border-radius:4px;background-color:#714B67;color:#fff"
        button = Markup('<a href="%s" style="%s">%s</a>') % (escape(link), style, label)
        return body.replace(_PLACE, button) if _PLACE in body else body + Markup("<p>%s</p>") % button

    def _values(self):
        return {
            "customer": self.partner_id.name or "",
            "order": template.Own(self.order_name or ""),
            "company": template.Own(self.company_id.name),
        }

    def _link(self):
        return f"{self.survey_id.form_id._public_url_in(self.env.lang)}?i={self.sudo().token}"

    # === answering === #
    @api.model
    def _of_token(self, form, token):
        """The question that a link belongs to.

        :param form: the form of the page
        :param str token: from the address
        """
        if not token or len(token) > 64 or not token.isprintable():
            return self.browse()
        return self.search([("token", "=", token), ("survey_id.form_id", "=", form.id)], limit=1)

    def _nonce(self):
        return f"{NONCE}{self.id}"

    @api.model
    def _of_nonce(self, nonce):
        number = (nonce or "").removeprefix(NONCE)
        return self.browse(int(number)).exists() if (nonce or "").startswith(NONCE) else self.browse()


class LoyaltyForm(models.Model):
    _inherit = "loyalty.form"

    def _entry_values(self, answers, meta):
        """The nonce comes from a signed page, so it proves who was asked about which order."""
        values = super()._entry_values(answers, meta)
        invite = self.env["loyalty.form.survey.invite"]._of_nonce(meta["nonce"])
        if invite and invite.survey_id.form_id == self:
            order = invite.order_ref
            values |= {
                "invite_id": invite.id,
                "partner_id": invite.partner_id.id,
                "sender_proved": True,
                "order_ref": f"{order._name},{order.id}" if order else False,
            }
        return values


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    invite_id = fields.Many2one(
        "loyalty.form.survey.invite", readonly=True, index="btree_not_null", ondelete="set null"
    )
    order_ref = fields.Reference("_selection_order", string="Order", readonly=True)

    @api.model
    def _selection_order(self):
        return self.env["loyalty.form.survey.invite"]._selection_order()

    def _received(self):
        if self.invite_id:
            self.invite_id.write({"state": "answered", "entry_id": self.id})
        return super()._received()

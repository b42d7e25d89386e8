import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.crm_segments.tools.text import fold
from odoo.addons.crm_segments.typed_properties import TypedProperties

from ..tools import template

STATES = [("new", "New"), ("progress", "In progress"), ("done", "Done"), ("spam", "Spam")]


class LoyaltyFormEntry(models.Model):
    """What one visitor sent. The answers lie in one column for all forms; what every form shares has columns of its
    own."""

    _name = "loyalty.form.entry"
    _inherit = ["mail.thread", "mail.activity.mixin", "club.typed.properties.mixin"]
    _description = "Form Entry"
    _order = "id desc"
    _rec_name = "code"

    code = fields.Char(readonly=True, copy=False, index=True, help="A number that the sender can refer to.")
    form_id = fields.Many2one("loyalty.form", required=True, ondelete="restrict", index=True)
    form_purpose = fields.Selection(related="form_id.purpose")
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    answers = TypedProperties(definition="form_id.answers_definition", copy=True)
    state = fields.Selection(STATES, required=True, default="new", tracking=True, index=True, group_expand=True)
    user_id = fields.Many2one("res.users", string="Assigned To", tracking=True, index="btree_not_null")
    partner_id = fields.Many2one("res.partner", string="Customer", index="btree_not_null", tracking=True)
    customer_status_kind = fields.Selection(related="partner_id.customer_status_kind", string="Customer Status")
    sender = fields.Char(readonly=True, help="The name that was typed.")
    phone = fields.Char(readonly=True, index="btree_not_null")
    email_normalized = fields.Char(string="E-mail", readonly=True, index="btree_not_null")
    submitted_at = fields.Datetime(readonly=True, default=fields.Datetime.now, index=True)
    source_url = fields.Char(string="Page", readonly=True)
    lang = fields.Char(string="Language", readonly=True)
    ip = fields.Char(string="IP", readonly=True, groups="crm_segments.crm_segments_group_user")
    user_agent = fields.Char(readonly=True, groups="crm_segments.crm_segments_group_user")
    consent_proof = fields.Text(string="Agreed To", readonly=True)
    search_text = fields.Char(index="trigram", readonly=True, copy=False)
    quick_search = fields.Char(string="Search", compute="_compute_quick_search", search="_search_quick_search")
    access_token = fields.Char(
        readonly=True, copy=False, default=lambda self: secrets.token_urlsafe(24), groups="base.group_system"
    )
    nonce = fields.Char(readonly=True, copy=False, groups="base.group_system")

    _nonce_unique = models.UniqueIndex("(nonce) WHERE nonce IS NOT NULL", "This form was sent already.")
    _form_date = models.Index("(form_id, submitted_at DESC, id DESC)")

    # === search === #
    def _compute_quick_search(self):
        self.quick_search = False

    def _search_quick_search(self, operator, value):
        """Find by any word of any answer, however its digits and letters are typed."""
        if operator not in ("ilike", "like", "=", "in"):
            return NotImplemented
        values = [value] if isinstance(value, str) else value
        return Domain.AND(
            Domain("search_text", "ilike", word) for text in values for word in fold(str(text or "")).split()
        )

    def _fill_columns(self):
        """Bring what is searched and shown for all forms alike up to date with the answers."""
        for entry in self:
            answers = entry._stored_answers()
            texts, found = [], {}
            for field in entry.form_id.field_ids:
                value = answers.get(field.key)
                if value is None or value is False:
                    continue
                shown = field._display_answer(value)
                texts.append(shown)
                target = field.maps_to or {"phone": "phone", "email": "email"}.get(field.kind)
                if target in ("name", "phone", "email"):
                    found.setdefault(target, shown)
            entry.write(
                {
                    "sender": found.get("name") or entry.sender,
                    "phone": found.get("phone") or entry.phone,
                    "email_normalized": found.get("email") or entry.email_normalized,
                    "search_text": fold(" ".join([entry.code or "", *texts]))[:8000],
                    **entry._score_values(answers),
                }
            )
        self.env["loyalty.form.key"].sudo()._sync(self)

    def _stored_answers(self):
        """The answers by field key, as they are stored."""
        self.ensure_one()
        return dict(self.answers._values or {})

    def _template_values(self):
        """What texts can use: answers by alias, and a few names of the system."""
        self.ensure_one()
        answers = self._stored_answers()
        values = {
            field.alias: field._display_answer(answers.get(field.key))
            for field in self.form_id.field_ids
            if field.alias
        }
        day = self.env["loyalty.form.field.date"]._display(fields.Date.to_string(self.submitted_at), None)
        system = {"form": self.form_id.name, "company": self.company_id.name, "date": day, "code": self.code}
        return {**{name: template.Own(value or "") for name, value in system.items()}, **values}

    # === create and write === #
    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        for vals in vals_list:
            vals["code"] = self.env["ir.sequence"].sudo().next_by_code("loyalty.form.entry") or "/"
            if not vals.get("company_id") and vals.get("form_id"):
                vals["company_id"] = self.env["loyalty.form"].browse(vals["form_id"]).company_id.id
        entries = super().create(vals_list)
        entries._fill_columns()
        return entries

    def write(self, vals):
        if "form_id" in vals and any(entry.form_id.id != vals["form_id"] for entry in self):
            # Odoo would drop the answers with the definition that they belong to.
            raise UserError(self.env._("An entry stays with its form."))
        result = super().write(vals)
        if "answers" in vals:
            self._fill_columns()
        return result

    def _keep_uploads(self, uploads):
        """Attach checked files. They are private: whoever may read the entry may read them."""
        self.ensure_one()
        self.env["ir.attachment"].create(
            [
                {
                    "name": upload.name,
                    "raw": upload.content,
                    "mimetype": upload.mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                    "public": False,
                }
                for upload in uploads
            ]
        )

    # === actions === #
    def action_done(self):
        self.state = "done"

    def action_progress(self):
        self.filtered(lambda entry: not entry.user_id).user_id = self.env.user
        self.state = "progress"

    def action_spam(self):
        self.state = "spam"

    def action_not_spam(self):
        """Release entries that were taken for spam by mistake: now the form does what it is for."""
        spam = self.filtered(lambda entry: entry.state == "spam")
        spam.state = "new"
        for entry in spam:
            entry._received()

    def action_view_partner(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }

    # === hooks === #
    def _received(self):
        """Hook: a visitor sent this entry. Called once, after it is saved, in the visitor's transaction."""
        self.ensure_one()
        self._link_partner()
        self._notify_staff()
        self._send_receipts()

    def _link_partner(self):
        """Find the customer that this entry is of, if he is known. Nothing is created or changed."""
        if self.partner_id:
            return
        domain = Domain.FALSE
        if self.phone:
            domain |= Domain("phone_sanitized", "=", self.phone)
        if self.email_normalized:
            domain |= Domain("email_normalized", "=", self.email_normalized)
        companies = Domain("company_id", "in", [False, self.company_id.id])
        self.partner_id = self.env["res.partner"].search(domain & companies, limit=1)

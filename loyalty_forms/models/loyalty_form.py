import base64
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import captcha, template
from ..tools.slug import is_slug, slugify

# Names that texts may use beside the aliases of the fields.
SYSTEM_NAMES = {"form", "company", "date", "code"}


class LoyaltyForm(models.Model):
    """A form that visitors fill in, built in the user interface. Its fields are the one source of truth: they generate
    the definition of the answers that entries hold."""

    _name = "loyalty.form"
    _inherit = ["loyalty.form.texts", "mail.thread"]
    _description = "Form"
    _order = "sequence, id desc"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, readonly=False
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    website_id = fields.Many2one("website", ondelete="restrict", help="Empty: on all web sites of the company.")
    slug = fields.Char(
        string="Address",
        copy=False,
        index=True,
        help="The last part of the form's address: small Latin letters, digits and dashes.",
    )
    purpose = fields.Selection(
        [("general", "General"), ("registration", "Registration of customers"), ("inquiry", "Inquiry")],
        required=True,
        default="general",
        tracking=True,
    )
    field_ids = fields.One2many("loyalty.form.field", "form_id", string="Fields", copy=True)
    entry_ids = fields.One2many("loyalty.form.entry", "form_id", string="Entries")
    entry_count = fields.Integer(compute="_compute_entry_count")
    new_entry_count = fields.Integer(compute="_compute_entry_count")

    # Publishing
    is_published = fields.Boolean(string="Published", copy=False, tracking=True)
    is_open = fields.Boolean(
        string="Takes Answers", default=True, help="Off: the page stays, and says that no answers are taken now."
    )
    open_from = fields.Datetime(string="Opens On")
    open_to = fields.Datetime(string="Closes On")
    max_entries = fields.Integer(string="Entry Limit", help="0 for no limit. Spam does not count.")
    off_text = fields.Text(translate=True, string="While It Is Off")
    not_open_text = fields.Text(translate=True, string="Before It Opens")
    closed_text = fields.Text(translate=True, string="After It Closed")
    full_text = fields.Text(translate=True, string="When It Is Full")
    public_url = fields.Char(compute="_compute_public_url", string="Link")
    qr_image = fields.Binary(compute="_compute_qr_image", string="QR Code")
    captcha = fields.Selection(
        [("none", "None"), ("picture", "Picture and sound of digits"), ("proof", "Work for the browser")],
        string="Security Text",
        required=True,
        default="picture",
        help="Made by this server: no third party learns of your visitors. With work for the browser nobody has to "
        "read anything; where there is no JavaScript, the picture is asked for.",
    )
    captcha_missing = fields.Boolean(compute="_compute_captcha_missing")

    # Texts
    intro = fields.Html(translate=True, string="Introduction")
    submit_label = fields.Char(translate=True, string="Button")
    thank_text = fields.Html(
        translate=True,
        string="Thank-you Text",
        help="{{alias}} stands for an answer, {{alias|friend}} for an answer or 'friend' when there is none.",
    )
    receipt_sms = fields.Boolean(string="Receipt by SMS")
    receipt_sms_text = fields.Text(translate=True, string="SMS Text")
    receipt_email = fields.Boolean(string="Receipt by E-mail")
    receipt_email_subject = fields.Char(translate=True, string="Subject")
    receipt_email_text = fields.Html(translate=True, string="E-mail Text")
    notify_user_ids = fields.Many2many("res.users", string="Tell These Users", help="Of every new entry.")
    text_warning = fields.Char(compute="_compute_text_warning")

    # Registration
    club_id = fields.Many2one("loyalty.club", ondelete="restrict", help="The club that the customer joins.")
    customer_group_id = fields.Many2one("club.customer.group", ondelete="restrict")
    needs_approval = fields.Boolean(default=True, help="New customers wait until a person has approved them.")

    _slug_unique = models.UniqueIndex("(slug)", "Another form has this address already.")

    # === computed === #
    def _compute_entry_count(self):
        groups = self.env["loyalty.form.entry"]._read_group(
            [("form_id", "in", self.ids), ("state", "!=", "spam")], ["form_id", "state"], ["__count"]
        )
        for form in self:
            counts = {state: count for grouped, state, count in groups if grouped == form}
            form.entry_count = sum(counts.values())
            form.new_entry_count = counts.get("new", 0)

    def _has_entries(self):
        return bool(self.env["loyalty.form.entry"].search_count([("form_id", "in", self.ids)], limit=1))

    @api.depends("slug", "website_id")
    def _compute_public_url(self):
        for form in self:
            base = form.website_id.domain or form.get_base_url()
            form.public_url = f"{base.rstrip('/')}/f/{form.slug}" if form.slug else False

    @api.depends("public_url")
    def _compute_qr_image(self):
        for form in self:
            form.qr_image = form.public_url and base64.b64encode(
                self.env["ir.actions.report"].barcode("QR", form.public_url, width=240, height=240)
            )

    @api.depends("captcha")
    def _compute_captcha_missing(self):
        for form in self:
            form.captcha_missing = form.captcha != "none" and not captcha.available()

    @api.depends("thank_text", "receipt_sms_text", "receipt_email_text", "receipt_email_subject", "field_ids.alias")
    def _compute_text_warning(self):
        for form in self:
            texts = (form.thank_text, form.receipt_sms_text, form.receipt_email_text, form.receipt_email_subject)
            used = set().union(*(template.names(text) for text in texts))
            unknown = used - SYSTEM_NAMES - set(form.field_ids.mapped("alias"))
            form.text_warning = bool(unknown) and self.env._(
                "No field has this alias, so it stays empty: %s", ", ".join(sorted(unknown))
            )

    # === rules === #
    @api.constrains("slug")
    def _check_slug(self):
        for form in self:
            if not is_slug(form.slug):
                raise ValidationError(
                    self.env._("The address may have small Latin letters, digits and dashes, at most 64.")
                )

    @api.constrains("open_from", "open_to")
    def _check_dates(self):
        for form in self:
            if form.open_from and form.open_to and form.open_from >= form.open_to:
                raise ValidationError(self.env._("The form must close after it opens."))

    @api.constrains("purpose", "field_ids", "is_published")
    def _check_registration(self):
        for form in self.filtered(lambda form: form.purpose == "registration" and form.is_published):
            if not {"phone", "email"} & set(form.field_ids.mapped("maps_to")):
                raise ValidationError(
                    self.env._("A registration form needs a field that fills in the customer's mobile or e-mail.")
                )

    @api.constrains("company_id", "website_id", "club_id", "customer_group_id")
    def _check_companies(self):
        for form in self:
            for other in (form.website_id, form.club_id, form.customer_group_id):
                company = other and "company_id" in other._fields and other.company_id
                if company and company != form.company_id:
                    raise ValidationError(self.env._("“%s” belongs to another company.", other.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        for vals in vals_list:
            vals.pop("answers_definition", None)
            if not vals.get("slug"):
                vals["slug"] = self._free_slug(vals.get("name"))
        forms = super().create(vals_list)
        forms._sync_definition()
        return forms

    def write(self, vals):
        if "answers_definition" in vals and not self.env.context.get("loyalty_form_sync"):
            raise UserError(self.env._("The fields of a form are changed on the form itself."))
        return super().write(vals)

    def copy_data(self, default=None):
        return [
            dict(vals, name=(default or {}).get("name") or self.env._("%s (copy)", form.name))
            for form, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.model
    def _free_slug(self, name):
        slug = slugify(name)
        if not slug or self.with_context(active_test=False).sudo().search_count([("slug", "=", slug)], limit=1):
            slug = f"{slug}-{secrets.token_hex(3)}".strip("-")
        return slug

    # === actions === #
    def action_publish(self):
        for form in self:
            if not form.field_ids:
                raise UserError(self.env._("Add a field before you publish “%s”.", form.name))
        self.is_published = True

    def action_unpublish(self):
        self.is_published = False

    def action_preview(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/f/{self.slug}", "target": "new"}

    def action_add_to_menu(self):
        """Put a link to this form into the menu of its web site."""
        self.ensure_one()
        website = self.website_id or self.env["website"].search([("company_id", "=", self.company_id.id)], limit=1)
        url = f"/f/{self.slug}"
        # Managers of forms need no rights on web sites for this one link.
        Menu = self.env["website.menu"].sudo()
        if not website:
            raise UserError(self.env._("“%s” has no web site.", self.company_id.name))
        if not Menu.search_count([("url", "=", url), ("website_id", "=", website.id)], limit=1):
            Menu.create(
                {
                    "name": self.name,
                    "url": url,
                    "parent_id": website.menu_id.id,
                    "website_id": website.id,
                    "sequence": 60,
                }
            )
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def action_view_entries(self):
        """The entries of this form; its answers can be columns, filters and groups."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_entry_action")
        action["display_name"] = self.name
        answers = self.env.ref("loyalty_forms.loyalty_form_entry_view_list_answers").id
        action["views"] = [(answers if mode == "list" else False, mode) for _view, mode in action["views"]]
        action["domain"] = [("form_id", "=", self.id)]
        action["context"] = {"default_form_id": self.id, "search_default_not_spam": 1}
        return action

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import template


class LoyaltyFormInquiry(models.Model):
    """A form that looks up the entries of another one, such as the warranty of a serial number. Its page is a form like
    any other: published, embedded, closed and guarded in the same way."""

    _name = "loyalty.form.inquiry"
    _inherits = {"loyalty.form": "page_id"}
    _description = "Inquiry Form"
    _order = "id desc"

    page_id = fields.Many2one("loyalty.form", required=True, ondelete="cascade", index=True)
    source_id = fields.Many2one(
        "loyalty.form",
        string="Looks Up the Entries Of",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('purpose', '!=', 'inquiry')]",
    )
    only_done = fields.Boolean(string="Only Closed Entries", help="Entries count once somebody has closed them.")
    shown_field_ids = fields.Many2many(
        "loyalty.form.field",
        string="Shown",
        domain="[('form_id', '=', source_id)]",
        help="What whoever asks gets to see of the entry. Nothing else leaves this server, in texts neither.",
    )
    expiry_field_id = fields.Many2one(
        "loyalty.form.field",
        string="Valid From or Until",
        domain="[('form_id', '=', source_id), ('kind', '=', 'date')]",
        ondelete="restrict",
        help="A date of the entry. Empty: the day when the entry came in, if it is valid for some days.",
    )
    valid_days = fields.Integer(
        string="Valid For (Days)", help="Counted from that date. 0 with a date: the date itself is the last day."
    )

    found_text = fields.Html(translate=True, default=lambda self: self._default_text("found"))
    expired_text = fields.Html(translate=True, default=lambda self: self._default_text("expired"))
    none_text = fields.Html(translate=True, default=lambda self: self._default_text("none"), string="Not Found Text")
    several_text = fields.Html(translate=True, default=lambda self: self._default_text("several"))
    inquiry_text_warning = fields.Char(compute="_compute_inquiry_text_warning")

    miss_limit = fields.Integer(
        string="Misses an Hour", default=10, help="So many wrong tries from one address, then it has to wait."
    )
    key_limit = fields.Integer(
        string="Questions an Hour", default=20, help="So often one and the same value may be asked, by all together."
    )
    log_ids = fields.One2many("loyalty.form.inquiry.log", "inquiry_id", string="Inquiries")
    log_count = fields.Integer(compute="_compute_log_count", string="Number of Inquiries")
    keys_pending = fields.Boolean(compute="_compute_keys_pending")

    _page_unique = models.UniqueIndex("(page_id)")

    @api.model
    def _default_text(self, result):
        _ = self.env._
        return {
            "found": _("<p><strong>This record is genuine.</strong></p>"),
            "expired": _("<p>This record is genuine, but it expired on {{expires_on}}.</p>"),
            "none": _("<p>We have no such record. Please check what you typed.</p>"),
            "several": _("<p>This belongs to several records. Please fill in more fields.</p>"),
        }[result]

    def _compute_log_count(self):
        groups = self.env["loyalty.form.inquiry.log"]._read_group(
            [("inquiry_id", "in", self.ids)], ["inquiry_id"], ["__count"]
        )
        counts = {inquiry.id: count for inquiry, count in groups}
        for inquiry in self:
            inquiry.log_count = counts.get(inquiry.id, 0)

    def _compute_keys_pending(self):
        for inquiry in self:
            asked = inquiry.field_ids.lookup_field_id.sudo()
            inquiry.keys_pending = any(field.keys_done_to >= 0 for field in asked)

    @api.depends("found_text", "expired_text", "none_text", "several_text", "shown_field_ids.alias", "field_ids.alias")
    def _compute_inquiry_text_warning(self):
        for inquiry in self:
            asked = {f"asked.{alias}" for alias in inquiry.field_ids.filtered("alias").mapped("alias")}
            shown = set(inquiry.shown_field_ids.filtered("alias").mapped("alias"))
            system = {"form", "company", "date", "code", "expires_on", "days_left"}
            texts = (inquiry.found_text, inquiry.expired_text, inquiry.none_text, inquiry.several_text)
            unknown = set().union(*map(template.names, texts)) - asked - shown - system
            inquiry.inquiry_text_warning = bool(unknown) and self.env._(
                "This stays empty, as it is neither asked nor shown: %s", ", ".join(sorted(unknown))
            )

    @api.constrains("source_id", "shown_field_ids", "expiry_field_id", "page_id")
    def _check_source(self):
        for inquiry in self:
            others = (inquiry.shown_field_ids | inquiry.expiry_field_id).filtered(
                lambda field, form=inquiry.source_id: field.form_id != form
            )
            if others:
                raise ValidationError(self.env._("“%s” is a field of another form.", others[0].label))
            if inquiry.source_id.purpose == "inquiry" or inquiry.source_id.company_id != inquiry.company_id:
                raise ValidationError(self.env._("“%s” cannot be looked up.", inquiry.source_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["purpose"] = "inquiry"
            if not vals.get("company_id") and vals.get("source_id"):
                vals["company_id"] = self.env["loyalty.form"].browse(vals["source_id"]).company_id.id
        return super().create(vals_list)

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", inquiry.name))
            for inquiry, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def unlink(self):
        pages = self.page_id
        result = super().unlink()
        pages.unlink()
        return result

    # === texts === #
    def _expires_on(self, entry):
        """The last day on which an entry is valid.

        :return: date, or None when it never expires
        """
        if not self.expiry_field_id and not self.valid_days:
            return None
        start = fields.Date.to_date(entry.submitted_at)
        if self.expiry_field_id:
            start = fields.Date.to_date(entry._stored_answers().get(self.expiry_field_id.key))
        return start and start + timedelta(days=self.valid_days)

    # === actions === #
    def action_publish(self):
        for inquiry in self:
            if not inquiry.field_ids.lookup_field_id:
                raise ValidationError(self.env._("Add a field that looks something up before you publish it."))
        return self.page_id.action_publish()

    def action_unpublish(self):
        return self.page_id.action_unpublish()

    def action_preview(self):
        return self.page_id.action_preview()

    def action_view_logs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_inquiry_log_action")
        return {**action, "domain": [("inquiry_id", "=", self.id)]}

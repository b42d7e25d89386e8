from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_segments.tools import jalali
from odoo.addons.crm_segments.tools.text import fold

from ..tools import template
from ..tools.rule_condition import holds
from .field_types.number import parse_number

OPERATORS = [
    ("filled", "is answered"),
    ("empty", "is not answered"),
    ("is", "is"),
    ("is_not", "is not"),
    ("contains", "contains"),
    ("at_least", "is at least"),
    ("at_most", "is at most"),
]
_WITHOUT_VALUE = ("filled", "empty")
_PARSERS = {
    "integer": parse_number,
    "float": parse_number,
    "monetary": parse_number,
    "date": lambda text: fields.Date.to_string(jalali.parse(text)),
}


class LoyaltyFormRule(models.Model):
    """What happens with a new entry of a form (its kind), and when: by an answer, and by who the customer is."""

    _name = "loyalty.form.rule"
    _inherit = "club.kind.mixin"
    _description = "Form Rule"
    _order = "sequence, id"
    _rec_name = "kind"
    _kind_family = "loyalty.form.rule.kind"

    form_id = fields.Many2one("loyalty.form", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="form_id.company_id")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(string="Do", default="notify")

    # When
    field_id = fields.Many2one(
        "loyalty.form.field",
        string="If the Answer To",
        ondelete="cascade",
        domain="[('form_id', '=', form_id)]",
        help="Empty: whatever was answered.",
    )
    operator = fields.Selection(OPERATORS, string="Comparison", default="is")
    value = fields.Char(help="What the answer is compared with, as people write it: an option, a number, a date.")
    customer_group_ids = fields.Many2many("club.customer.group", string="Only Groups")
    segment_ids = fields.Many2many("club.segment", string="Only Segments")
    tier_ids = fields.Many2many("loyalty.club.tier", string="Only Tiers")
    condition = fields.Char(compute="_compute_condition", string="When")

    # What
    channel = fields.Selection([("email", "E-mail"), ("sms", "SMS"), ("both", "Both")], default="email", required=True)
    subject = fields.Char(translate=True)
    text = fields.Html(translate=True)
    sms_text = fields.Text(translate=True, string="SMS Text")
    user_ids = fields.Many2many("res.users", string="Users", domain="[('share', '=', False)]")
    team_id = fields.Many2one("crm.team", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Person", ondelete="restrict", domain="[('share', '=', False)]")
    hours = fields.Float(string="Answer Within (Hours)", help="0: no time is set.")
    text_warning = fields.Char(compute="_compute_text_warning")

    @api.depends("field_id", "operator", "value", "customer_group_ids", "segment_ids", "tier_ids")
    def _compute_condition(self):
        operators = dict(self._fields["operator"]._description_selection(self.env))
        for rule in self:
            parts = []
            if rule.field_id:
                value = "" if rule.operator in _WITHOUT_VALUE else f"“{rule.value or ''}”"
                parts.append(f"{rule.field_id.label} {operators.get(rule.operator, '')} {value}".strip())
            for records in (rule.customer_group_ids, rule.segment_ids, rule.tier_ids):
                if records:
                    parts.append(", ".join(records.mapped("name")))
            rule.condition = " · ".join(parts) or self.env._("always")

    @api.depends("text", "sms_text", "subject", "form_id.field_ids.alias")
    def _compute_text_warning(self):
        for rule in self:
            used = set().union(*(template.names(text) for text in (rule.text, rule.sms_text, rule.subject)))
            unknown = used - rule.form_id._text_names()
            rule.text_warning = bool(unknown) and self.env._(
                "No field has this alias, so it stays empty: %s", ", ".join(sorted(unknown))
            )

    @api.constrains("kind", "field_id", "operator", "value", "text", "sms_text", "channel", "user_ids", "team_id")
    def _check_rule(self):
        for rule in self:
            if rule.field_id and rule.field_id.form_id != rule.form_id:
                raise ValidationError(self.env._("“%s” is a field of another form.", rule.field_id.label))
            if rule.field_id and rule.operator in ("at_least", "at_most") and rule._bound() is None:
                raise ValidationError(
                    self.env._("“%(value)s” is no value of “%(field)s”.", value=rule.value, field=rule.field_id.label)
                )
            kind = rule._kind()
            if kind is not None:
                kind._check_setup(rule)

    def _bound(self):
        """The value compared with, as answers of this field are stored; None where that is neither number nor date."""
        kind = self.field_id._kind()
        parse = kind is not None and _PARSERS.get(kind._property_type)
        try:
            return parse(self.value or "") if parse else None
        except ValueError:
            return None

    def _holds(self, entry):
        """Whether an entry fulfils the condition of this rule."""
        if self.field_id and not self._answer_holds(entry):
            return False
        asks_customer = self.customer_group_ids or self.segment_ids or self.tier_ids
        if asks_customer and not self._kind()._may_tell(entry):
            return False
        partner = entry.partner_id.commercial_partner_id | entry.partner_id
        if self.customer_group_ids and not self.customer_group_ids & (
            partner.customer_group_id | partner.customer_group_ids
        ):
            return False
        if self.segment_ids and not self.segment_ids & partner.segment_ids:
            return False
        return not self.tier_ids or bool(self.tier_ids & self._tiers(partner))

    def _answer_holds(self, entry):
        value = entry._stored_answers().get(self.field_id.key)
        # The rule was written in one language, the form is answered in any.
        languages = [code for code, _label in self.env["res.lang"].get_installed()]
        texts = [text for code in languages for text in self.field_id.with_context(lang=code)._answer_texts(value)]
        return holds(self.operator, value, list(map(fold, texts)), fold(self.value), self._bound())

    def _tiers(self, partner):
        members = self.env["loyalty.club.member"].search(
            [("partner_id", "in", partner.ids), ("state", "=", "active")] if partner else [("id", "=", 0)]
        )
        return members.tier_id

    def _run(self, entry):
        """Run those of these rules, in their order, that hold for a new entry."""
        done = set()
        for rule in self.sorted():
            kind = rule._kind()
            if kind is None or rule.kind in done or not rule._holds(entry):
                continue
            if kind._first_only:
                done.add(rule.kind)
            kind._run(rule, entry)

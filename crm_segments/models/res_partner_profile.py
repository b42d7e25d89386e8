from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.identity import clean_digits, is_economic_code, is_national_code, is_national_id

STAFF = "base.group_user"
_IDENTIFIERS = ("national_code", "national_id", "economic_code")


class AgeGroupOfBirthday(fields.Many2one):
    """The age group follows from the birthday and the day, so no column could hold it; lists group and sort by this."""

    def to_sql(self, model, alias):
        model._check_field_access(model._fields["birthday"], "read")
        birthday = SQL.identifier(alias, "birthday", to_flush=model._fields["birthday"])
        today = fields.Date.context_today(model)
        cases = [
            SQL("WHEN %s BETWEEN %s AND %s THEN %s", birthday, *group._birthdays(today), group.id)
            for group in model.env["club.age.group"].search([])
        ]
        return SQL("(CASE %s END)", SQL(" ").join(cases)) if cases else SQL("NULL::int")


class ResPartner(models.Model):
    """Who a customer is: identifiers of persons and companies, and his profile (C7, C8)."""

    _inherit = "res.partner"

    national_code = fields.Char(
        index="btree_not_null", copy=False, groups=STAFF, help="Of a natural person: ten digits."
    )
    national_id = fields.Char(
        string="National ID", index="btree_not_null", copy=False, groups=STAFF, help="Of a legal person: eleven digits."
    )
    economic_code = fields.Char(copy=False, groups=STAFF)
    customer_type_id = fields.Many2one(
        "club.customer.type", string="Kind of Customer", index="btree_not_null", ondelete="restrict", groups=STAFF
    )
    gender = fields.Selection([("female", "Female"), ("male", "Male")], groups=STAFF)
    education_id = fields.Many2one(
        "club.profile.option", domain=[("kind", "=", "education")], ondelete="restrict", groups=STAFF
    )
    interest_ids = fields.Many2many(
        "club.profile.option",
        "club_interest_partner_rel",
        "partner_id",
        "option_id",
        string="Interests",
        domain=[("kind", "=", "interest")],
        groups=STAFF,
    )
    age_group_id = AgeGroupOfBirthday(
        "club.age.group", compute="_compute_age_group_id", search="_search_age_group_id", groups=STAFF
    )
    occasion_ids = fields.One2many("club.customer.occasion", "partner_id", string="Occasions", groups=STAFF)
    remark_ids = fields.One2many(
        "club.customer.remark", "partner_id", string="Remarks", groups="crm_segments.crm_segments_group_user"
    )
    profile_completeness = fields.Integer(string="Profile (%)", compute="_compute_profile", groups=STAFF)
    profile_missing = fields.Char(string="Still Missing", compute="_compute_profile", groups=STAFF)

    @api.depends("birthday")
    def _compute_age_group_id(self):
        today = fields.Date.context_today(self)
        groups = [(group, *group._birthdays(today)) for group in self.env["club.age.group"].search([])]
        for partner in self:
            born = partner.birthday
            partner.age_group_id = born and next((g for g, first, last in groups if first <= born <= last), False)

    def _search_age_group_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        Group = self.env["club.age.group"]
        today = fields.Date.context_today(self)
        if operator == "any":
            groups, none = Group.search(value), False
        else:
            groups, none = Group.browse([key for key in value if key]).exists(), False in value

        def born(group):
            first, last = group._birthdays(today)
            return Domain("birthday", ">=", first) & Domain("birthday", "<=", last)

        found = Domain.OR(born(group) for group in groups)
        return found | ~Domain.OR(born(group) for group in Group.search([])) if none else found

    def _profile_fields(self):
        """What belongs to a complete profile. Extend it.

        :return: list of field names
        """
        self.ensure_one()
        common = ["phone", "email", "city", "street", "customer_type_id"]
        if self.is_company:
            return [*common, "national_id", "economic_code", "industry_id"]
        return [*common, "birthday", "gender", "education_id", "interest_ids", "national_code"]

    @api.depends(
        "is_company", "phone", "email", "city", "street", "customer_type_id", "national_id", "economic_code",
        "industry_id", "birthday", "gender", "education_id", "interest_ids", "national_code",
    )  # fmt: skip
    def _compute_profile(self):
        comma = self.env._(", ")
        labels = self.fields_get(attributes=["string"])
        for partner in self:
            names = partner._profile_fields()
            missing = [name for name in names if not partner[name]]
            partner.profile_completeness = round(100 * (len(names) - len(missing)) / len(names))
            partner.profile_missing = comma.join(labels[name]["string"] for name in missing if name in labels)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_identifiers(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_identifiers(vals))

    def _clean_identifiers(self, vals):
        found = {name: clean_digits(vals[name]) or False for name in _IDENTIFIERS if vals.get(name)}
        return {**vals, **found} if found else vals

    @api.constrains(*_IDENTIFIERS)
    def _check_identifiers(self):
        for partner in self.sudo():
            if partner.national_code and not is_national_code(partner.national_code):
                raise ValidationError(
                    self.env._(
                        "“%s” is no national code: it has ten digits, which check each other.", partner.national_code
                    )
                )
            if partner.national_id and not is_national_id(partner.national_id):
                raise ValidationError(
                    self.env._(
                        "“%s” is no national ID of a company: it has eleven digits, which check each other.",
                        partner.national_id,
                    )
                )
            if partner.economic_code and not is_economic_code(partner.economic_code):
                raise ValidationError(
                    self.env._("“%s” is no economic code: it has 11, 12 or 14 digits.", partner.economic_code)
                )

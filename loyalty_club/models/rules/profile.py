from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleProfile(models.AbstractModel):
    """Points for a complete profile, once: as soon as the last field is filled in, at the latest at night."""

    _name = "loyalty.club.rule.profile"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Profile Complete"

    _label = _lt("Profile complete")
    _sequence = 40
    _trigger = "day"

    def _day_entries(self, rule, day):
        """Those who are complete and have got nothing yet, with one search."""
        members = rule._complete_members()
        members.card_id._club_lock()
        return rule._entries(members, None)

    def _sentence(self, params, row):
        return self.env._("%s points for completing your profile", row._amount())

    def _check(self, rule):
        if not rule.profile_field_ids:
            raise ValidationError(self.env._("Choose the fields that make a profile complete."))
        return super()._check(rule)


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    profile_field_ids = fields.Many2many(
        "ir.model.fields",
        string="Fields of the Profile",
        domain="[('model', '=', 'res.partner'), ('store', '=', True), ('ttype', 'not in', ('one2many', 'boolean'))]",
        default=lambda self: self._default_profile_fields(),
    )

    @api.model
    def _default_profile_fields(self):
        fields_model = self.env["ir.model.fields"].sudo()
        return [fields_model._get("res.partner", name).id for name in ("phone", "email", "birthday", "city")]

    @api.constrains("profile_field_ids")
    def _check_profile(self):
        self._check_complete()

    @api.model
    @tools.ormcache()
    def _profile_names(self):
        """The fields of customers that a rule looks at: a customer is written much more often than a rule."""
        rules = self.sudo().search([("kind", "=", "profile")])
        return frozenset(rules.profile_field_ids.mapped("name"))

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._profile_rules_changed()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if {"kind", "active", "profile_field_ids"} & vals.keys():
            self._profile_rules_changed()
        return result

    def unlink(self):
        self._profile_rules_changed()
        return super().unlink()

    def _profile_rules_changed(self):
        if "profile" in self.mapped("kind"):
            self.env.registry.clear_cache()

    def _complete_members(self, partners=None):
        """Active members of the club whose profile is complete and whom this rule has given nothing.

        :param res.partner partners: only these customers
        """
        self.ensure_one()
        names = self.sudo().profile_field_ids.mapped("name")
        domain = Domain("club_id", "=", self.club_id.id) & Domain("state", "=", "active")
        domain &= Domain.AND(Domain(f"partner_id.{name}", "!=", False) for name in names)
        given = SQL("SELECT card_id FROM loyalty_ledger WHERE rule_id = %s AND kind = 'rule'", self.id)
        domain &= Domain("card_id", "not in", given)
        if partners is not None:
            domain &= Domain("partner_id", "in", partners.ids)
        return self.env["loyalty.club.member"].sudo().search(domain)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if self.env["loyalty.club.rule"]._profile_names() & vals.keys():
            self._club_profile_changed(vals)
        return result

    def _club_profile_changed(self, vals):
        """Give the points for a complete profile as soon as it is."""
        rules = self.env["loyalty.club.rule"].sudo().search([("kind", "=", "profile")])
        for rule in rules:
            if set(rule.profile_field_ids.mapped("name")) & vals.keys():
                members = rule._complete_members(self)
                if members:
                    self.env["loyalty.club.rule"]._give("profile", members, None)

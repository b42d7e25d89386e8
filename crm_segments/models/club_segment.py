from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools import tree

FAMILY = "club.segment.condition.kind"


class ClubSegment(models.Model):
    """A set of customers: dynamic by conditions, kept fresh, or static by hand (C11).

    The tree of conditions compiles to one domain and so to one SQL set; membership changes are the difference of that
    set and the stored one, in one statement that also logs who came and who went.
    """

    _name = "club.segment"
    _description = "Segment"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    note = fields.Text(string="Description", translate=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Only customers of this company, and those that all companies share. Purchases are counted in it.",
    )
    kind = fields.Selection(
        [("dynamic", "By Conditions"), ("static", "By Hand")],
        string="Members",
        required=True,
        default="dynamic",
        help="By conditions: members come and go by themselves. By hand: you add and remove them.",
    )
    definition = fields.Json(string="Conditions", default=lambda self: tree.empty(), copy=True)
    explanation = fields.Text(compute="_compute_explanation")
    member_ids = fields.One2many("club.segment.member", "segment_id", string="Membership")
    event_ids = fields.One2many("club.segment.event", "segment_id", string="Joins and Leaves")
    partner_ids = fields.Many2many(
        "res.partner", "club_segment_member", "segment_id", "partner_id", string="Customers", copy=False
    )
    size_ids = fields.One2many("club.segment.size", "segment_id", string="Size Over Time")
    member_count = fields.Integer(string="Number of Members", readonly=True, copy=False)
    refreshed_on = fields.Datetime(readonly=True, copy=False)
    refresh_ms = fields.Integer(string="Refresh Took (ms)", readonly=True, copy=False)
    crossed_to = fields.Datetime(
        readonly=True, copy=False, help="Up to when it was looked whose answer changes by time alone."
    )
    error = fields.Text(readonly=True, copy=False)

    @api.depends("definition", "kind")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for segment in self:
            segment.explanation = segment._explain_tree() if segment.kind == "dynamic" else False

    # --- definition -----------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        for vals in vals_list:
            if "definition" in vals:
                vals["definition"] = self._clean_definition(vals["definition"])
        segments = super().create(vals_list)
        segments._check_definition()
        for segment in segments.filtered(lambda segment: segment.kind == "static"):
            segment._log_changes(self.env["res.partner"], segment.partner_ids)
        segments.filtered(lambda segment: segment.kind == "dynamic")._refresh()
        return segments

    def write(self, vals):
        if "definition" in vals:
            vals = {**vals, "definition": self._clean_definition(vals["definition"])}
        if "partner_ids" in vals:
            if any(segment.kind != "static" for segment in self) and vals.get("kind") != "static":
                raise UserError(self.env._("The members of a dynamic segment follow from its conditions."))
            before = {segment: segment.sudo().partner_ids for segment in self}
        result = super().write(vals)
        if "partner_ids" in vals:
            for segment, partners in before.items():
                segment._log_changes(partners, segment.sudo().partner_ids)
        if {"definition", "company_id", "kind"} & vals.keys():
            self._check_definition()
            self.filtered(lambda segment: segment.kind == "dynamic")._refresh()
        return result

    @api.model
    def _clean_definition(self, definition):
        """Check a definition from outside in the rights of its author.

        :return: the clean tree
        :raise ValidationError: what is wrong, in the author's language
        """
        try:
            definition = tree.clean(definition or tree.empty())
        except tree.TreeError as error:
            raise ValidationError(self._tree_error(error)) from error

        def visit(node):
            if tree.is_group(node):
                return {**node, "children": [visit(child) for child in node["children"]]}
            kind = self._condition_kind(node["kind"])
            if kind is None:
                raise ValidationError(self.env._("There is no condition named “%s”.", node["kind"][:50]))
            return {**node, "params": kind._check_params(node["params"])}

        return visit(definition)

    def _tree_error(self, error):
        value = error.args[1] if len(error.args) > 1 else ""
        return {
            "operator": self.env._("A group of conditions is all, any or none of them, not “%s”.", value),
            "depth": self.env._("Conditions can be nested %s deep at most.", value),
            "conditions": self.env._("A segment can have %s conditions at most.", value),
            "empty": self.env._("A group without conditions says nothing: remove it."),
        }.get(error.args[0]) or self.env._("The conditions of the segment are not well formed.")

    def _check_definition(self):
        """The author may see all that he asks for, and no segment looks at itself."""
        for segment in self.filtered(lambda segment: segment.kind == "dynamic"):
            segment._author_query().select()
        uses = self._uses()
        _ordered, cyclic = tree.order_by_use(uses)
        if cyclic & set(self.ids):
            raise ValidationError(self.env._("A segment cannot depend on itself, not even by way of others."))

    def _author_query(self):
        """The query of the segment in the rights of the current user; raises where they do not suffice."""
        Partner = self.env["res.partner"].with_company(self.company_id or self.env.company)
        return Partner._search(self._compile(Partner.env))

    @api.model
    def _condition_kind(self, name, env=None):
        """The behaviour of a kind of condition, or None when its add-on is not installed."""
        model = f"{FAMILY.removesuffix('kind')}{name}"
        env = env or self.env
        if name == "kind" or model not in env.registry or not env[model]._label:
            return None
        return env[model]

    def _uses(self):
        """Which segments look at which.

        :return: ``{id: set of ids}`` of all dynamic segments
        """
        uses = {}
        for segment in self.sudo().with_context(active_test=False).search([("kind", "=", "dynamic")]):
            used = set()
            for node in tree.conditions(segment.definition or tree.empty()):
                kind = self._condition_kind(node["kind"])
                if kind is not None:
                    used |= kind._segments(node["params"])
            uses[segment.id] = used
        return uses

    # --- compilation ----------------------------------------------------------------------------------------------

    def _compile(self, env, definition=None):
        """The domain of the segment.

        :param env: whose rights and company the conditions have
        :param definition: another tree than the stored one
        :return: Domain on res.partner
        """
        company = self.company_id or env.company
        domain = Domain("is_customer_club", "=", True) & Domain("active", "=", True)
        if self.company_id:
            domain &= Domain("company_id", "in", [False, company.id])
        return domain & self._compile_node(definition or self.definition or tree.empty(), env)

    def _compile_node(self, node, env):
        if not tree.is_group(node):
            kind = self._condition_kind(node["kind"], env)
            if kind is None:
                raise UserError(
                    self.env._("The condition “%s” belongs to an add-on that is not installed.", node["kind"])
                )
            return Domain(kind._domain(node["params"]))
        children = [self._compile_node(child, env) for child in node["children"]]
        if not children:
            return Domain.TRUE
        return {
            "all": lambda: Domain.AND(children),
            "any": lambda: Domain.OR(children),
            "none": lambda: ~Domain.OR(children),
        }[node["operator"]]()

    def _system_env(self, customers=None):
        """As whom stored segments are evaluated: the superuser, in the company of the segment only.

        :param customers: SQL, a SELECT of the commercial partners that it is about, or None for everybody
        """
        company = self.company_id or self.env.company
        context = {
            "allowed_company_ids": company.ids,
            "lang": self.env.lang,
            "tz": company.partner_id.tz or self.env.user.tz,
            "club_scope": customers,
        }
        return self.env(su=True, context=context)

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ClubTagRule(models.Model):
    """Gives a tag to who buys most of certain categories, and takes it away when his taste changes (C12).

    The tag is the native one, so that it works wherever tags do. Which tags a rule gave is kept apart
    (`club.tag.given`): what was tagged by hand is never taken away, and what was taken away by hand is not given again.
    """

    _name = "club.tag.rule"
    _description = "Rule for Automatic Tags"
    _order = "sequence, id"
    _rec_name = "tag_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    tag_id = fields.Many2one("res.partner.category", required=True, ondelete="cascade", index=True)
    category_ids = fields.Many2many(
        "product.category", string="Product Categories", required=True, help="With the categories below them."
    )
    min_share = fields.Float(
        string="From a Share of (%)",
        default=30,
        required=True,
        help="Of what the customer spent in all. His five favourite categories are looked at.",
    )
    min_orders = fields.Integer(string="From Orders", default=1, required=True, help="That he has in all.")
    customer_count = fields.Integer(string="Customers", compute="_compute_customer_count")

    @api.constrains("min_share", "min_orders")
    def _check_limits(self):
        for rule in self:
            if not 0 < rule.min_share <= 100:
                raise ValidationError(self.env._("The share is from 1 to 100 %."))
            if rule.min_orders < 1:
                raise ValidationError(self.env._("Tags by purchases need one order at least."))

    def _compute_customer_count(self):
        counts = dict(
            self.env["club.tag.given"].sudo()._read_group([("rule_id", "in", self.ids)], ["rule_id"], ["__count"])
        )
        for rule in self:
            rule.customer_count = counts.get(rule, 0)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._apply()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self._apply()
        return result

    def unlink(self):
        self._withdraw()
        return super().unlink()

    def _apply(self, partner_ids=None):
        """Give and take the tags of these rules.

        :param partner_ids: ids of the commercial partners to look at, or None for all
        :return: ids of the customers whose tags changed
        """
        self.env.flush_all()
        changed = set()
        for rule in self.sudo():
            rows = self.env.execute_query(rule._apply_query(partner_ids))
            changed |= {key for (key,) in rows}
        if changed:
            self.env["res.partner"].invalidate_model(["category_id"])
            self.env["club.tag.given"].invalidate_model()
            self.env["club.customer.touch"]._mark(changed, "tag")
        return changed

    def _withdraw(self):
        """Take away what these rules gave."""
        for rule in self:
            rule.active = False

    def _fulfilled(self, partner_ids):
        """Who fulfils the rule.

        :return: SQL, a SELECT of partner_id
        """
        if not self.active:
            return SQL("SELECT NULL::int AS partner_id WHERE FALSE")
        Category = self.env["product.category"].with_context(active_test=False)
        return SQL(
            """
            SELECT m.partner_id
              FROM club_customer_metric m, jsonb_array_elements(m.favourites) AS favourite
             WHERE m.company_id = %s AND m.order_count >= %s AND jsonb_typeof(m.favourites) = 'array' AND %s
               AND (favourite ->> 0)::int = ANY(%s)
             GROUP BY m.partner_id HAVING SUM((favourite ->> 1)::numeric) >= %s
            """,
            self.company_id.id,
            self.min_orders,
            SQL("m.partner_id = ANY(%s)", list(partner_ids)) if partner_ids is not None else SQL("TRUE"),
            Category.search([("id", "child_of", self.category_ids.ids)]).ids,
            self.min_share,
        )

    def _apply_query(self, partner_ids):
        among = SQL("g.partner_id = ANY(%s)", list(partner_ids)) if partner_ids is not None else SQL("TRUE")
        return SQL(
            """
            WITH wanted AS MATERIALIZED (%(wanted)s),
            gone AS (
                DELETE FROM club_tag_given g
                 WHERE g.rule_id = %(rule)s AND %(among)s
                   AND (g.tag_id <> %(tag)s OR NOT EXISTS (SELECT 1 FROM wanted w WHERE w.partner_id = g.partner_id))
                RETURNING partner_id, tag_id, is_own
            ),
            untagged AS (
                DELETE FROM res_partner_res_partner_category_rel rel USING gone
                 WHERE rel.partner_id = gone.partner_id AND rel.category_id = gone.tag_id AND gone.is_own
                   AND NOT EXISTS (SELECT 1 FROM club_tag_given o
                                    WHERE o.partner_id = gone.partner_id AND o.tag_id = gone.tag_id
                                      AND o.rule_id <> %(rule)s)
                RETURNING rel.partner_id
            ),
            given AS (
                INSERT INTO club_tag_given (rule_id, tag_id, partner_id, is_own, date)
                SELECT %(rule)s, %(tag)s, w.partner_id,
                       NOT EXISTS (SELECT 1 FROM res_partner_res_partner_category_rel rel
                                    WHERE rel.partner_id = w.partner_id AND rel.category_id = %(tag)s)
                       OR EXISTS (SELECT 1 FROM club_tag_given o
                                   WHERE o.partner_id = w.partner_id AND o.tag_id = %(tag)s AND o.is_own),
                       %(now)s
                  FROM wanted w
                 WHERE NOT EXISTS (SELECT 1 FROM club_tag_given g WHERE g.rule_id = %(rule)s
                                      AND g.tag_id = %(tag)s AND g.partner_id = w.partner_id)
                ON CONFLICT DO NOTHING
                RETURNING partner_id, is_own
            ),
            tagged AS (
                INSERT INTO res_partner_res_partner_category_rel (partner_id, category_id)
                SELECT partner_id, %(tag)s FROM given WHERE is_own
                ON CONFLICT DO NOTHING
                RETURNING partner_id
            )
            SELECT partner_id FROM untagged UNION SELECT partner_id FROM tagged
            """,
            wanted=self._fulfilled(partner_ids),
            rule=self.id,
            tag=self.tag_id.id,
            among=among,
            now=fields.Datetime.now(),
        )

    def action_open_customers(self):
        """Who has the tag by this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.res_partner_action_customers")
        action["domain"] = [("automatic_tag_ids", "in", self.tag_id.ids)]
        return action


class ClubTagGiven(models.Model):
    """Which tag a rule gave to whom. Rows are written by SQL."""

    _name = "club.tag.given"
    _description = "Automatic Tag of a Customer"
    _log_access = False
    _rec_name = "tag_id"

    rule_id = fields.Many2one("club.tag.rule", required=True, ondelete="cascade")
    tag_id = fields.Many2one("res.partner.category", required=True, ondelete="cascade", index=True)
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    is_own = fields.Boolean(help="The rule put the tag on the customer; it was not there by hand before.")
    date = fields.Datetime(required=True)

    _rule_partner_tag_uniq = models.UniqueIndex("(rule_id, partner_id, tag_id)", "The rule gave the tag already.")

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import tree

# From how many contacts on a first count is an estimate, and from how many contacts it is made.
SAMPLED_FROM = 100_000
SAMPLE = 20_000


class ClubSegment(models.Model):
    """What people do with segments: count while editing, look at the members, ask why, take a snapshot."""

    _inherit = "club.segment"

    @api.model
    def editor_kinds(self):
        """What the editor of conditions offers.

        :return: list of dicts with name, label and params, in order
        """
        self.check_access("read")
        prefix = "club.segment.condition."
        names = self.env.registry.descendants([f"{prefix}kind"], "_inherit")
        kinds = []
        for model in names:
            kind = self._condition_kind(model.removeprefix(prefix)) if model.startswith(prefix) else None
            if kind is not None:
                kinds.append((kind._sequence, model.removeprefix(prefix), str(kind._label), kind._spec()))
        return [{"name": name, "label": label, "params": spec} for _sequence, name, label, spec in sorted(kinds)]

    @api.model
    def preview(self, definition, company_id=False):
        """How many customers a definition finds, in the rights of who asks, before it is saved.

        :param definition: tree
        :param company_id: the company of the segment, or False
        :return: ``{"count": int}`` or ``{"error": str}``
        """
        return self._previewed(definition, company_id, lambda Partner, domain: {"count": Partner.search_count(domain)})

    @api.model
    def preview_estimate(self, definition, company_id=False):
        """As `preview`, for many customers: counted in a part of them, so that a number is there at once.

        :return: ``{"count": int, "is_estimate": True}``, or the exact count where there are few customers
        """
        sample, share = self._sample()
        if sample is None:
            return self.preview(definition, company_id)

        def estimate(Partner, domain):
            found = Partner.search_count(domain & Domain("commercial_partner_id", "any!", sample))
            return {"count": round(found / share), "is_estimate": True}

        return self._previewed(definition, company_id, estimate, sample)

    @api.model
    def preview_customers(self, definition, company_id=False, limit=10):
        """Some of the customers whom a definition finds, the newest first, in the rights of who asks.

        :return: ``{"customers": [{id, name, city, phone}]}`` or ``{"error": str}``
        """

        def read(Partner, domain):
            fields_shown = ["display_name", "city", "phone"]
            return {"customers": Partner.search_read(domain, fields_shown, limit=min(int(limit), 80), order="id desc")}

        return self._previewed(definition, company_id, read)

    def _previewed(self, definition, company_id, answer, scope=None):
        self.check_access("read")
        try:
            clean = self._clean_definition(definition)
            company = self.env["res.company"].browse(company_id if company_id in self.env.companies.ids else [])
            segment = self.new({"company_id": company.id, "definition": clean, "kind": "dynamic"})
            Partner = self.env["res.partner"].with_company(company or self.env.company).with_context(club_scope=scope)
            self.env.cr.execute("SET LOCAL jit = off")  # to compile such a query takes longer than to run it
            return answer(Partner, segment._compile(Partner.env, clean))
        except (UserError, ValueError, KeyError) as error:
            return {"error": str(error)}

    def _sample(self):
        """Customers of randomly chosen pages of the table.

        :return: ``(SQL, a SELECT of commercial partners, share of all)``, or ``(None, 1)`` where counting all is quick
        """
        [[rows]] = self.env.execute_query(
            SQL("SELECT reltuples::bigint FROM pg_class WHERE oid = 'res_partner'::regclass")
        )
        if rows < SAMPLED_FROM:
            return None, 1
        share = SAMPLE / rows
        found = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner TABLESAMPLE SYSTEM (%s) REPEATABLE (19) WHERE commercial_partner_id = id",
                100 * share,
            )
        )
        return SQL("SELECT unnest(%s::int[])", [key for (key,) in found]), share

    def action_refresh(self):
        """Refresh now."""
        self.check_access("read")
        joined, left = self.sudo()._refresh()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(joined)s joined, %(left)s left.", joined=joined, left=left),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_members(self):
        """The members, in the list of customers."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.res_partner_action_customers")
        action["domain"] = [("segment_ids", "in", self.ids)]
        action["display_name"] = self.name
        return action

    def action_open_events(self):
        """Who joined and who left."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.club_segment_event_action")
        action["domain"] = [("segment_id", "=", self.id)]
        return action

    def action_open_sizes(self):
        """How the segment grew."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.club_segment_size_action")
        action["domain"] = [("segment_id", "=", self.id)]
        return action

    def action_overlap(self):
        """How many customers it shares with another segment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Segments"),
            "res_model": "club.segment.overlap",
            "view_mode": "form",
            "target": "new",
            "context": {"default_first_id": self.id},
        }

    def action_why(self):
        """Ask why a customer is in the segment or not."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why is a customer in or not?"),
            "res_model": "club.segment.why",
            "view_mode": "form",
            "target": "new",
            "context": {"default_segment_id": self.id},
        }

    def action_snapshot(self):
        """Keep the members of this moment as a static segment."""
        self.ensure_one()
        self.check_access("write")
        today = fields.Date.context_today(self)
        copy = self.create(
            {
                "name": self.env._("%(segment)s on %(date)s", segment=self.name, date=today),
                "kind": "static",
                "company_id": self.company_id.id,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO club_segment_member (segment_id, partner_id, date_in)
                SELECT %s, partner_id, %s FROM club_segment_member WHERE segment_id = %s
                """,
                copy.id,
                fields.Datetime.now(),
                self.id,
            )
        )
        copy._store_refresh({})
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": copy.id, "view_mode": "form"}

    def _add_members(self, partners):
        """Put customers into a static segment.

        :param partners: res.partner
        """
        self.write({"partner_ids": [(4, partner.id) for partner in partners]})

    def _remove_members(self, partners):
        """Take customers out of a static segment.

        :param partners: res.partner
        """
        self.write({"partner_ids": [(3, partner.id) for partner in partners]})

    def _log_changes(self, before, after):
        """Log who joined and who left a static segment."""
        self.ensure_one()
        rows = [(self.id, partner_id, "in") for partner_id in set(after.ids) - set(before.ids)]
        rows += [(self.id, partner_id, "out") for partner_id in set(before.ids) - set(after.ids)]
        if rows:
            now = fields.Datetime.now()
            self.env.flush_all()
            self.env.cr.execute(
                SQL(
                    "INSERT INTO club_segment_event (segment_id, partner_id, kind, date) VALUES %s",
                    SQL(", ").join(SQL("(%s, %s, %s, %s)", *row, now) for row in rows),
                )
            )
            self._store_refresh({})

    # --- explanation ----------------------------------------------------------------------------------------------

    def _explain_tree(self, result=None):
        """The conditions in words, one a line.

        :param result: the tree with results (`_why`), to mark each line
        :rtype: str
        """
        words = {
            "all": self.env._("All of these:"),
            "any": self.env._("At least one of these:"),
            "none": self.env._("None of these:"),
        }
        lines = []

        def visit(node, depth):
            mark = "" if "result" not in node else ("✓ " if node["result"] else "✗ ")
            if tree.is_group(node):
                text = words[node["operator"]] if node["children"] else self.env._("Every customer")
            else:
                text = self._explain_condition(node)
            lines.append(f"{'    ' * depth}{mark}{text}")
            for child in node.get("children", []):
                visit(child, depth + 1)

        visit(result or self.definition or tree.empty(), 0)
        return "\n".join(lines)

    def _explain_condition(self, node):
        kind = self._condition_kind(node["kind"])
        if kind is None:
            return self.env._("Condition of an add-on that is not installed: %s", node["kind"])
        company = self.company_id or self.env.company
        return kind.with_company(company)._explain(node["params"])

    def _why(self, partner):
        """Whether each condition holds for a customer.

        :param partner: res.partner
        :return: the tree, each node with a key ``result``; with it ``base``: whether he can be in any segment at all
        """
        self.ensure_one()
        env = self._system_env(SQL("SELECT %s::int", partner.commercial_partner_id.id))
        Partner = env["res.partner"].with_context(active_test=False)

        def holds(domain):
            return bool(Partner.search_count(domain & Domain("id", "=", partner.id)))

        def leaf(node):
            try:
                return holds(self._compile_node(node, env))
            except UserError:
                return False

        result = tree.evaluate(self.definition or tree.empty(), leaf)
        return {**result, "base": holds(self._compile(env, tree.empty()))}

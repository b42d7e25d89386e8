from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_date

USER = "crm_segments.crm_segments_group_user"


class ResPartner(models.Model):
    """The figures at the head of the customer page (C21)."""

    _inherit = "res.partner"

    def get_club_figures(self):
        """The figures and the purchases of the last twelve months, for the customer page.

        :return: dict with ``figures`` (see `_club_figures`) and ``months``: dicts of label and height in percent
        """
        self.ensure_one()
        self._check_customer_page_rights()
        return {"figures": self._club_figures(), "months": self._club_months()}

    def _check_customer_page_rights(self):
        if not (self.env.su or self.env.user.has_group(USER)):
            raise AccessError(self.env._("Only users of the customer club see this."))
        self.check_access("read")

    def _club_figures(self):
        """The figures of this customer. Extend it to add some, such as points.

        :return: list of dicts: ``label``, ``value`` (text, formatted), and, where a click opens something, ``action``
            (the name of a method of res.partner without arguments that returns the action)
        """
        # the figures are the customer's, whoever of the staff looks at them
        metric = self.sudo().club_metric_id
        money = self.env.company.currency_id.format
        figures = [
            {"label": self.env._("Orders"), "value": str(metric.order_count), "action": "action_club_orders"},
            {"label": self.env._("Spent"), "value": money(metric.spent), "action": "action_club_orders"},
        ]
        if metric.order_count:
            figures += self._purchase_figures(metric, money)
        return figures

    def _purchase_figures(self, metric, money):
        selected = {
            name: dict(metric._fields[name]._description_selection(self.env)).get(metric[name])
            for name in ("lifecycle_stage", "rfm_name")
        }
        texts = [
            (self.env._("Average basket"), money(metric.average_basket)),
            (self.env._("First purchase"), metric.first_order_on and self._day(metric.first_order_on)),
            (self.env._("Last purchase"), metric.last_order_on and self._day(metric.last_order_on)),
            (self.env._("Life cycle"), selected["lifecycle_stage"]),
            (self.env._("RFM group"), selected["rfm_name"]),
            (self.env._("Expected in a year"), metric.expected_value and money(metric.expected_value)),
            (self.env._("Favourites"), metric.favourite_text),
        ]
        return [{"label": label, "value": text} for label, text in texts if text]

    def _day(self, moment):
        return format_date(self.env, fields.Datetime.context_timestamp(self, moment).date())

    def _customer_family(self):
        """The customer and the contacts under him, archived ones too."""
        return self | self.with_context(active_test=False).search([("id", "child_of", self.id)])

    def _club_months(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT month, COALESCE(sum(o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1)), 0)
                     FROM generate_series(
                            date_trunc('month', now() AT TIME ZONE 'UTC') - interval '11 months',
                            date_trunc('month', now() AT TIME ZONE 'UTC'), interval '1 month') month
                     LEFT JOIN sale_order o ON o.partner_id IN %s AND o.state = 'sale' AND o.company_id = %s
                          AND o.date_order >= month AND o.date_order < month + interval '1 month'
                    GROUP BY month ORDER BY month""",
                tuple(self._customer_family().ids),
                self.env.company.id,
            )
        )
        highest = max(amount for _month, amount in rows) or 1
        money = self.env.company.currency_id.format
        return (
            [
                {
                    "label": f"{format_date(self.env, month.date(), date_format='MMMM y')}: {money(amount)}",
                    "height": round(100 * amount / highest),
                }
                for month, amount in rows
            ]
            if any(amount for _month, amount in rows)
            else []
        )

    def action_club_orders(self):
        """The orders of this customer and of the contacts under him."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("partner_id", "child_of", self.id), ("state", "=", "sale")],
        }

"""Points for a published review of a product: once for each product, taken back when the review goes."""

from odoo import api, fields, models

from odoo.addons.loyalty_club.tools.points import ZERO, to_points


class LoyaltyClubRuleReview(models.AbstractModel):
    _inherit = "loyalty.club.rule.review"

    def _is_about(self, rule, event):
        """Override of `loyalty_club`: whoever has not bought the product is left out where the rule says so. What is
        said of other things than products does not tell."""
        return event.get("bought", True) or not rule.review_bought


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    review_bought = fields.Boolean(
        string="Only for Buyers", default=True, help="Only a product that the member has bought brings points."
    )

    @api.model
    def _sync_reviews(self, reviews):
        """Give points for reviews that can be seen and were not rewarded yet; take them back for those that are gone.

        :param set reviews: `(id of the customer, id of the product template)`
        """
        for partner_id, template_id in sorted(reviews):
            partner = self.env["res.partner"].sudo().browse(partner_id)
            template = self.env["product.template"].sudo().browse(template_id)
            if partner.exists() and template.exists():
                self.sudo()._sync_review(partner, template)

    def _sync_review(self, partner, template):
        """In each club of the customer whose company may sell the product, in whichever company the review is shown
        or hidden: staff of one takes it off for all."""
        domain = [("partner_id", "=", partner.id), ("card_id", "!=", False)]
        if seller := template.company_id:
            domain.append(("company_id", "in", (seller | seller.parent_id).ids))
        for member in self.env["loyalty.club.member"].search(domain):
            self._sync_review_of(member, partner, template)

    def _sync_review_of(self, member, partner, template):
        member._cards()._club_lock()
        rows = self._review_rows(member, template)
        given = [(row, left) for row, left in rows if left > 0]
        if self.env["rating.rating"]._is_published(partner, template):
            if not given:
                event = {"bought": self._has_bought(partner, template, member.company_id)}
                self._give("review", member, f"{template.id}:{len(rows)}", event=event, src=template)
        elif given:
            purchase, points = self.env["loyalty.club.purchase"], sum((left for _row, left in given), ZERO)
            self.env["loyalty.ledger"]._post(purchase._club_reversals(given, points, template))

    def _review_rows(self, member, template):
        """What was given for reviews of a product so far.

        :return: `[(row, what is left of it)]`
        """
        ledger = self.env["loyalty.ledger"]
        rows = ledger.search(
            [
                ("card_id", "in", member._cards().ids),
                ("src_model", "=", template._name),
                ("src_id", "=", template.id),
                ("kind", "=", "rule"),
            ]
        )
        taken = dict(
            ledger._read_group(
                [("reverses_id", "in", rows.ids), ("kind", "=", "reverse")], ["reverses_id"], ["points:sum"]
            )
        )
        return [(row, to_points(row.points) + to_points(taken.get(row))) for row in rows]

    def _has_bought(self, partner, template, company):
        """Whether a customer, or somebody of his company, has bought a product in Sales, in the shop or at the till of
        a company."""
        buyer, product = partner.commercial_partner_id.id, ("product_id.product_tmpl_id", "=", template.id)
        seller = ("company_id", "child_of", company.id)
        bought = self.env["sale.order.line"].search_count(
            [("order_id.partner_id", "child_of", buyer), ("state", "=", "sale"), product, seller], limit=1
        )
        if not bought and "pos.order.line" in self.env:
            states = ("order_id.state", "in", ["paid", "done", "invoiced"])
            bought = self.env["pos.order.line"].search_count(
                [("order_id.partner_id", "child_of", buyer), states, product, seller], limit=1
            )
        return bool(bought)


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    def _say_reverse(self):
        if self.src_model == "product.template":
            return self.env._(
                "%(points)s points taken back because your review of %(thing)s is gone",
                points=self._amount(),
                thing=self.src_name or "",
            )
        return super()._say_reverse()

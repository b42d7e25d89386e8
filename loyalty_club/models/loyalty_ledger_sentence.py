"""Each row of the ledger says in one sentence why it is there, in the reader's language."""

from odoo import api, fields, models

from odoo.addons.crm_segments.tools.dates import show_date

from ..tools.display import show_number


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    sentence = fields.Char(string="Reason", compute="_compute_sentence")

    @api.depends_context("lang", "club_points")
    def _compute_sentence(self):
        for row in self:
            row.sentence = row._say()

    def _say(self):
        """The sentence of this row.

        :rtype: str
        """
        self.ensure_one()
        says = getattr(self, f"_say_{self.kind}", None)
        return (says and says()) or self.reason or self._kind_label(self.kind)

    def _amount(self):
        """The points of this row without their sign; of the whole movement where the caller sums its rows."""
        return show_number(abs(self.env.context.get("club_points", self.points)), self.env.lang)

    def _document(self):
        """The document as it was called then; the number is kept in the row, so no access to the document is needed."""
        return self.src_name or ""

    def _say_rule(self):
        """The rule as it was explains itself, also when it was changed or its kind is gone."""
        snapshot = self.rule_snapshot or {}
        name = f"loyalty.club.rule.{snapshot.get('kind')}"
        if name not in self.env.registry:
            return snapshot.get("name")
        return self.env[name]._sentence(snapshot, self)

    def _say_adjust(self):
        return self._say_rule() if self.rule_snapshot else None

    def _say_open(self):
        return self.env._("%s points that were on the card before the club", self._amount())

    def _say_earn(self):
        return self.env._("%(points)s points for %(document)s", points=self._amount(), document=self._document())

    def _say_spend(self):
        return self.env._("%(points)s points spent on %(document)s", points=self._amount(), document=self._document())

    def _say_expire(self):
        if (self.rule_snapshot or {}).get("kind") == "idle":
            return self.env._(
                "%(points)s points expired: nothing happened for %(days)s days",
                points=self._amount(),
                days=show_number(self.rule_snapshot["days"], self.env.lang),
            )
        return self.env._(
            "%(points)s points expired on %(day)s",
            points=self._amount(),
            day=show_date(self.lot_id.expires_on or self.occurred_on, self.env.lang),
        )

    def _say_hold(self):
        if (self.rule_snapshot or {}).get("until_paid"):
            return self.env._(
                "%(points)s points wait until %(document)s is paid", points=self._amount(), document=self._document()
            )
        return self.env._("%s points wait until they can be spent", self._amount())

    def _say_release(self):
        return self.env._("%s points can be spent now", self._amount())

    def _say_settle(self):
        return self.env._("%s points settle what was spent beyond the balance", self._amount())

    def _say_transfer(self):
        if self.src_model == "loyalty.club.member":
            names = {"points": self._amount(), "member": self._document(), "reason": self.reason or ""}
            if self.points > 0:
                return self.env._("%(points)s points from %(member)s: %(reason)s", **names)
            return self.env._("%(points)s points to %(member)s: %(reason)s", **names)
        if self.points > 0:
            return self.env._("%s points came from another card of the same customer", self._amount())
        return self.env._("%s points went to another card of the same customer", self._amount())

    def _say_reverse(self):
        if self.points > 0:
            return self.env._(
                "%(points)s points given back because %(document)s was changed or cancelled",
                points=self._amount(),
                document=self._document(),
            )
        return self.env._(
            "%(points)s points taken back because %(document)s was changed or cancelled",
            points=self._amount(),
            document=self._document(),
        )

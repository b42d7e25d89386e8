"""The proof of the law."""

from odoo import api, models
from odoo.tools import SQL

from ..tools.points import to_points


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    def _verify(self):
        """Prove the law for every card of these clubs, with one statement.

        :return: each difference, as dicts with `card_id`, `card` (the balance), `ledger` (the sum of its rows),
        `lots` (what is left in its lots less its overdraft), `lot_ids` (lots whose rows do not add up to what is left
        or held) and `row_ids` (rows of which more was reversed than they moved)
        :rtype: list
        """
        self.env.flush_all()
        return self.env.execute_query_dict(
            SQL(
                """
            WITH rows AS (
                SELECT card_id, sum(points) total, coalesce(-sum(points) FILTER (WHERE lot_id IS NULL), 0) overdraft
                  FROM loyalty_ledger WHERE club_id = ANY(%(clubs)s) GROUP BY card_id
            ), lot_rows AS (
                SELECT lot_id, sum(points) total,
                       coalesce(-sum(points) FILTER (WHERE kind IN ('hold', 'release')), 0) held
                  FROM loyalty_ledger WHERE club_id = ANY(%(clubs)s) AND lot_id IS NOT NULL GROUP BY lot_id
            ), reversed AS (
                SELECT o.card_id, array_agg(o.id ORDER BY o.id) ids
                  FROM (SELECT reverses_id, sum(points) points FROM loyalty_ledger
                         WHERE club_id = ANY(%(clubs)s) AND kind = 'reverse' AND reverses_id IS NOT NULL
                         GROUP BY reverses_id) r
                  JOIN loyalty_ledger o ON o.id = r.reverses_id
                 WHERE abs(r.points) > abs(o.points) OR r.points * o.points > 0
                 GROUP BY o.card_id
            ), lots AS (
                SELECT l.card_id, sum(l.remaining) remaining,
                       array_agg(l.id ORDER BY l.id) FILTER (
                           WHERE l.remaining <> coalesce(r.total, 0) OR l.held <> coalesce(r.held, 0)) wrong
                  FROM loyalty_lot l LEFT JOIN lot_rows r ON r.lot_id = l.id
                 WHERE l.club_id = ANY(%(clubs)s) GROUP BY l.card_id
            )
            SELECT c.id AS card_id, round(c.points::numeric, 2) AS card, coalesce(r.total, 0) AS ledger,
                   coalesce(l.remaining, 0) - coalesce(r.overdraft, 0) AS lots, coalesce(l.wrong, '{}') AS lot_ids,
                   coalesce(v.ids, '{}') AS row_ids
              FROM loyalty_card c
              LEFT JOIN rows r ON r.card_id = c.id
              LEFT JOIN lots l ON l.card_id = c.id
              LEFT JOIN reversed v ON v.card_id = c.id
             WHERE c.club_id = ANY(%(clubs)s)
               AND (coalesce(c.points, 0)::numeric <> coalesce(r.total, 0)
                    OR coalesce(l.remaining, 0) - coalesce(r.overdraft, 0) <> coalesce(r.total, 0)
                    OR r.overdraft < 0 OR l.wrong IS NOT NULL OR v.ids IS NOT NULL)
             ORDER BY c.id
            """,
                clubs=self.ids,
            )
        )

    def action_check_ledger(self):
        """Check the ledger and say what was found."""
        self.check_access("read")
        differences = self.sudo()._verify()
        if differences:
            self.sudo()._report_differences(differences)
            message = self.env._("%s cards do not add up. They are named in the log of the club.", len(differences))
        else:
            cards = self.env["loyalty.card"].sudo().with_context(active_test=False)
            message = self.env._(
                "Everything adds up: %(cards)s cards, %(rows)s rows.",
                cards=cards.search_count([("club_id", "in", self.ids)]),
                rows=self.env["loyalty.ledger"].sudo().search_count([("club_id", "in", self.ids)]),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if differences else "success",
                "sticky": bool(differences),
                "title": self.env._("Check of the Ledger"),
                "message": message,
            },
        }

    def _managers(self):
        """Who is told when something is wrong with this club."""
        group = self.env.ref("crm_segments.crm_segments_group_manager")
        return self.env["res.users"].search(
            [("all_group_ids", "in", group.ids), ("company_ids", "in", self.company_id.ids), ("share", "=", False)]
        )

    def _report_differences(self, differences):
        """Name each difference in the log of its club, and tell its managers."""
        cards = self.env["loyalty.card"].browse([difference["card_id"] for difference in differences])
        for club in self:
            lines = [
                self.env._(
                    "%(card)s: card %(points)s, ledger %(ledger)s, lots %(lots)s",
                    card=f"{card.partner_id.name or ''} {card.code}",
                    points=to_points(difference["card"]),
                    ledger=to_points(difference["ledger"]),
                    lots=to_points(difference["lots"]),
                )
                for card, difference in zip(cards, differences, strict=False)
                if card.club_id == club
            ]
            if lines:
                club.message_post(
                    subject=self.env._("The ledger does not add up"),
                    body="\n".join(lines[:100]),
                    partner_ids=club._managers().partner_id.ids,
                    subtype_xmlid="mail.mt_note",
                )

    @api.model
    def _cron_check_ledger(self):
        """Nightly: prove the law club by club."""
        clubs = self.with_context(active_test=False).search([])  # pylint: disable=no-search-all
        self.env["ir.cron"]._commit_progress(remaining=len(clubs))
        for club in clubs:
            differences = club._verify()
            if differences:
                club._report_differences(differences)
            self.env["ir.cron"]._commit_progress(1)

"""Birthdays of members, by the calendar of each; and who is told of points that he got."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.jalali import from_gregorian

from ..tools.birthdays import birthday_year, gregorian, near
from ..tools.display import is_persian


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    def _birthdays(self, day):
        """The active members of this club who have their birthday on a day; Persian customers by the Jalali calendar.

        :return: `{member: the year of the birthday, which makes it happen once}`
        :rtype: dict
        """
        years = {}
        for member in self._born_near(day):
            calendar = from_gregorian if is_persian(member.partner_id.lang) else gregorian
            if year := birthday_year(member.partner_id.birthday, day, calendar):
                years[member] = year
        return years

    def _born_near(self, day):
        """Active members who may have their birthday on a day."""
        self.ensure_one()
        self.env["res.partner"].flush_model(["birthday"])
        rows = self.env.execute_query(
            SQL(
                """SELECT m.id FROM loyalty_club_member m JOIN res_partner p ON p.id = m.partner_id
                WHERE m.club_id = %s AND m.state = 'active' AND to_char(p.birthday, 'MM-DD') = ANY(%s) ORDER BY m.id""",
                self.id,
                near(day),
            )
        )
        return self.env["loyalty.club.member"].browse([row[0] for row in rows])

    @api.model
    def _tell_birthdays(self):
        """Daily, after the points for birthdays: congratulate, where the club does."""
        for club in self.search([]):  # pylint: disable=no-search-all
            if club._messages_for("birthday"):
                years = club._birthdays(club._today())
                members = self.env["loyalty.club.member"].concat(*years)
                members._tell("birthday", {member.id: str(year) for member, year in years.items()})
                self.env["ir.cron"]._commit_progress()


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    @api.model
    def _post(self, entries, mirror=True):
        """Who got points for something is told, where his club does; credit has a message of its own."""
        rows = super()._post(entries, mirror)
        if rows and self.env["loyalty.club.message"]._is_said_anywhere("points"):
            rows._tell_points()
        return rows

    def _tell_points(self):
        """Tell the owners of these rows what they got; who joins is told of that instead."""
        given = self.filtered(lambda row: row.points > 0 and row.kind in ("earn", "rule", "adjust"))
        given = given.filtered(lambda row: row.rule_id.kind != "join" and row.club_id._messages_for("points"))
        members = self.env["loyalty.club.member"].sudo()._of_cards(given.card_id)
        latest = {row.card_id: row.id for row in given.sorted("id")}
        members._tell("points", {member.id: str(latest[member.card_id]) for member in members})

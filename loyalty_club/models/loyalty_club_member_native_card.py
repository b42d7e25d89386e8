"""The native card of a member, made when he becomes active: in sets."""

from odoo import fields, models
from odoo.tools import SQL


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    def _enter(self):
        """Who becomes active for the first time: his native card, the one he has in the program or a new one, and his
        date. That and his source tell of it, so that no change of state is tracked."""
        for club, members in self.grouped("club_id").items():
            members._make_cards(club)
            self.env.flush_all()
            self.env.cr.execute(members._query_enter(club))
        names = ["card_id", "state", "joined_on", "write_date", "write_uid"]
        self.invalidate_recordset(names, flush=False)
        self.modified(names)

    def _make_cards(self, club):
        """Native cards for those who have none in the program of their club, not even a stopped one. The first is made
        by native code, and the others are copies of its row, made in one statement."""
        cards = self.env["loyalty.card"].with_context(active_test=False, tracking_disable=True, mail_notrack=True)
        known = cards.search_fetch(
            [
                ("program_id", "=", club.program_id.id),
                ("partner_id", "in", self.partner_id.ids),
                ("club_merged_into_id", "=", False),
            ],
            ["partner_id"],
        )
        owners = set(known.partner_id.ids)
        without = [partner_id for partner_id in self.partner_id.ids if partner_id not in owners]
        if not without:
            return
        card = cards.create({"program_id": club.program_id.id, "partner_id": without[0], "points": 0})
        if others := without[1:]:
            self.env.flush_all()
            copies = self.env.execute_query(self._query_copy_card(card, others))
            self.env["loyalty.program"].invalidate_model(["coupon_ids"])
            cards.browse([row[0] for row in copies])._send_creation_communication()

    def _query_copy_card(self, card, partner_ids):
        """The statement: a card like the given one for each of these customers, with a code of its own."""
        names = [
            name
            for name, field in card._fields.items()
            if field.store and field.column_type and name not in ("id", "partner_id", "code")
        ]
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        copied = SQL(", ").join(SQL.identifier("c", name) for name in names)
        return SQL(
            """INSERT INTO loyalty_card (partner_id, code, %s)
               SELECT n.partner_id, n.code, %s FROM loyalty_card c, unnest(%s, %s::varchar[]) n (partner_id, code)
                WHERE c.id = %s RETURNING id""",
            columns,
            copied,
            partner_ids,
            [card._generate_code() for _partner in partner_ids],
            card.id,
        )

    def _query_enter(self, club):
        """One statement, since each version of a row costs all its indexes: to each member his card; where native code
        left him several, the one in use."""
        return SQL(
            """UPDATE loyalty_club_member m
                  SET card_id = coalesce(m.card_id, c.id), state = 'active', joined_on = coalesce(m.joined_on, %(now)s),
                      write_date = %(now)s, write_uid = %(user)s
                 FROM (SELECT DISTINCT ON (partner_id) id, partner_id FROM loyalty_card
                        WHERE program_id = %(program)s AND partner_id = ANY(%(partners)s)
                          AND club_merged_into_id IS NULL
                        ORDER BY partner_id, active DESC, id) c
                WHERE m.id = ANY(%(members)s) AND c.partner_id = m.partner_id""",
            now=fields.Datetime.now(),
            user=self.env.uid,
            program=club.program_id.id,
            partners=self.partner_id.ids,
            members=self.ids,
        )

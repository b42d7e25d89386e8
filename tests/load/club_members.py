"""What happens to members, and the jobs of the club, one random step at a time."""

import base64

from odoo import fields

from tests.load.club_orders import CUSTOMER


class MemberSteps:
    """Steps of `club_worker.Worker`. Each takes the environment of its request and a dice."""

    def _join(self, env, dice):
        """New customers join together with some who are members already."""
        new = env["res.partner"].create([{"name": f"{CUSTOMER} new"} for _index in range(3)])
        known = env["res.partner"].search([("name", "like", CUSTOMER)], limit=20)
        self._club(env)._join(new | known, source="other")

    def _import(self, env, dice):
        """A file with customers, of whom some are members already."""
        numbers = dice.sample(range(30), 5)
        lines = [f"{CUSTOMER} file {number},load-{number}@example.com" for number in numbers]
        text = "name,email\n" + "\n".join(lines)
        values = {"name": "load.csv", "file": base64.b64encode(text.encode()), "club_id": self._club(env).id}
        record = env["club.import"].create(values)
        env.cr.commit()  # what the user uploads is there before the job works through it
        record.action_check()
        record._work()
        record.action_run()
        record._work()

    def _merge(self, env, dice):
        members = self._members(env, dice, 2)
        if len(members) == 2:
            wizard = env["base.partner.merge.automatic.wizard"]
            wizard._merge(members.partner_id.ids, members[0].partner_id)

    def _give(self, env, dice):
        """Also points that have ended already, for the job to take."""
        ends = fields.Date.add(fields.Date.today(), days=dice.choice([-1, 5, 50]))
        self._post(env, dice, {"points": dice.randint(1, 60), "expires_on": ends})

    def _take(self, env, dice):
        self._post(env, dice, {"points": -dice.randint(1, 30)})

    def _post(self, env, dice, values):
        card = self._members(env, dice).card_id
        env["loyalty.ledger"]._post([{"card_id": card.id, "kind": "adjust", "reason": "Load", **values}])

    def _batch(self, env, dice):
        club = self._club(env)
        env["loyalty.club.batch"].create({"name": "Load", "club_id": club.id, "points": 1}).action_start()
        env["loyalty.club.batch"]._cron_run(chunk=50)

    def _expire(self, env, dice):
        env["loyalty.club"]._cron_expire(chunk=50)

    def _undo(self, env, dice):
        """Take back points that were given to many."""
        batch = env["loyalty.club.batch"].search([("name", "=", "Load"), ("state", "=", "done")], limit=1)
        batch.action_undo()
        env["loyalty.club.batch"]._cron_run(chunk=50)

    def _freeze(self, env, dice):
        """A member is stopped, or comes back."""
        club = self._club(env)
        stopped = env["loyalty.club.member"].search([("club_id", "=", club.id), ("state", "in", ["suspended", "left"])])
        if stopped:
            stopped.action_activate()
        else:
            member = self._members(env, dice)
            dice.choice([member.action_suspend, member.action_leave])()

    def _balance(self, env, dice):
        """The native wizard that sets a balance."""
        card = self._members(env, dice).card_id
        wizard = env["loyalty.card.update.balance"].create(
            {"card_id": card.id, "new_balance": card.points + dice.choice([-5, 7]), "description": "Load"}
        )
        wizard.action_update_card_point()

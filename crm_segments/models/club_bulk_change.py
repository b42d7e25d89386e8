from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

ACTIONS = [
    ("group", "Change Group"),
    ("status", "Change Status"),
    ("tag_add", "Add Tag"),
    ("tag_remove", "Remove Tag"),
    ("archive", "Archive"),
]


class ClubBulkChange(models.Model):
    """The journal of what was done to many customers at once, so that it can be undone (C1).

    A line keeps what the field held before, as an id, or 1 and 0 for yes and no. Undoing gives it back to those who
    still have what the change gave them: what somebody changed since then is left alone.
    """

    _name = "club.bulk.change"
    _description = "Change of Many Customers"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    action = fields.Selection(ACTIONS, required=True, readonly=True)
    value = fields.Integer(readonly=True, help="The id of the new group, status or tag")
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    customer_count = fields.Integer(string="Customers", readonly=True)
    undone_on = fields.Datetime(string="Undone", readonly=True)
    undone_count = fields.Integer(string="Given Back", readonly=True)

    _FIELD = {"group": "customer_group_id", "status": "customer_status_id", "archive": "active"}

    @api.model
    def _apply(self, partners, action, record=None):
        """Do it, and keep what was there before.

        :param partners: res.partner, whom the user must be allowed to change
        :param str action: one of ACTIONS
        :param record: the group, status or tag
        :return: club.bulk.change
        """
        partners.check_access("write")
        partners = self._affected(partners, action, record)
        if not partners:
            raise UserError(self.env._("Nothing would change: these customers are so already."))
        change = self.sudo().create(
            {
                "name": self._sentence(action, record),
                "action": action,
                "value": record.id if record else 0,
                "customer_count": len(partners),
            }
        )
        change._keep(partners)
        partners.write(change._values())
        return change.with_env(self.env)

    def _affected(self, partners, action, record):
        if action == "archive":
            return partners.filtered("active")
        if action in ("tag_add", "tag_remove"):
            return partners.filtered(lambda partner: (record in partner.category_id) == (action == "tag_remove"))
        return partners.filtered(lambda partner: partner[self._FIELD[action]] != record)

    def _sentence(self, action, record):
        label = dict(self._fields["action"]._description_selection(self.env))[action]
        return f"{label}: {record.display_name}" if record else label

    def _values(self):
        if self.action == "tag_add":
            return {"category_id": [fields.Command.link(self.value)]}
        if self.action == "tag_remove":
            return {"category_id": [fields.Command.unlink(self.value)]}
        return {self._FIELD[self.action]: False if self.action == "archive" else self.value}

    def _keep(self, partners):
        self.env["res.partner"].flush_model()
        column = self._FIELD.get(self.action)
        old = SQL("0")
        if column:
            old = SQL("COALESCE(%s::int, 0)", SQL.identifier("p", column))
        self.env.cr.execute(
            SQL(
                "INSERT INTO club_bulk_change_line (change_id, partner_id, old) "
                "SELECT %s, p.id, %s FROM res_partner p WHERE p.id = ANY(%s)",
                self.id,
                old,
                partners.ids,
            )
        )

    def action_undo(self):
        """Give the customers back what they had.

        :return: the notification
        """
        self.ensure_one()
        manager = self.env.user.has_group("crm_segments.crm_segments_group_manager")
        if not (self.env.su or manager or self.create_uid == self.env.user):
            raise AccessError(self.env._("Only a manager, or who did it, undoes it."))
        if self.undone_on:
            raise UserError(self.env._("This was undone already."))
        count = sum(self._give_back(old, partners) for old, partners in self._kept())
        self.sudo().write({"undone_on": fields.Datetime.now(), "undone_count": count})
        message = self.env._("Undone for %(count)s of %(all)s customers.", count=count, all=self.customer_count)
        return self.env["res.partner"]._approval_notification(message)

    def _kept(self):
        """What was before, and those of whom it is true and who still have what the change gave them."""
        lines = self.env["club.bulk.change.line"].sudo().search([("change_id", "=", self.id)])
        for old, group in lines.grouped("old").items():
            partners = group.partner_id.with_env(self.env).with_context(active_test=False)._filtered_access("write")
            yield old, partners.filtered(self._is_as_changed)

    def _is_as_changed(self, partner):
        if self.action in ("tag_add", "tag_remove"):
            return (self.value in partner.category_id.ids) == (self.action == "tag_add")
        if self.action == "archive":
            return not partner.active
        return partner[self._FIELD[self.action]].id == self.value

    def _give_back(self, old, partners):
        command = fields.Command
        values = {
            "tag_add": {"category_id": [command.unlink(self.value)]},
            "tag_remove": {"category_id": [command.link(self.value)]},
            "archive": {"active": True},
        }.get(self.action)
        partners.write(values or {self._FIELD[self.action]: old or False})
        return len(partners)

    def _done(self):
        """The notification with the button to undo it."""
        return {
            "type": "ir.actions.client",
            "tag": "club_bulk_done",
            "params": {
                "id": self.id,
                "message": self.env._("%(what)s: %(count)s customers.", what=self.name, count=self.customer_count),
            },
        }

    @api.autovacuum
    def _gc_old(self):
        """After a year the journal is let go."""
        limit = 100
        old = self.search([("create_date", "<", fields.Datetime.subtract(fields.Datetime.now(), years=1))], limit=limit)
        old.unlink()
        return len(old), int(len(old) == limit)


class ClubBulkChangeLine(models.Model):
    _name = "club.bulk.change.line"
    _description = "Change of Many Customers: Before"
    _log_access = False

    change_id = fields.Many2one("club.bulk.change", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    old = fields.Integer()

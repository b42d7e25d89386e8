import logging

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

_logger = logging.getLogger(__name__)

SOURCES = [
    ("form", "Form"),
    ("signup", "Sign-up"),
    ("import", "Import"),
    ("manual", "By Hand"),
    ("flag", "Flagged Address"),
]


class ResPartner(models.Model):
    """Customers who wait until a manager approves them (C4)."""

    _inherit = "res.partner"

    approval_requested_on = fields.Datetime(
        string="Waiting Since",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The customer waits for approval since then.",
    )
    approval_source = fields.Selection(SOURCES, readonly=True, copy=False, groups="base.group_user")
    approval_group_id = fields.Many2one(
        "club.customer.group",
        string="Group After Approval",
        copy=False,
        check_company=True,
        groups="base.group_user",
        help="Approval moves the customer into this group.",
    )

    def _request_approval(self, source, group=None):
        """Put customers into the approval queue.

        Who is new, or inactive, becomes pending. A customer who was active before stays so, and waits in the queue for
        what he asked: a stranger who types his number into a form must not lock him out. Blocked customers stay
        blocked.

        :param str source: form, signup, import or manual
        :param group: club.customer.group into which approval moves them
        """
        waiting = self.sudo().filtered(lambda partner: partner.customer_status_kind != "blocked")
        (waiting - waiting.filtered("is_customer_club")).write({"is_customer_club": True})
        waiting._write_approval_request(source, group)
        pending = self.env["club.customer.status"]._of_kind("pending")
        fresh = waiting.filtered(
            lambda partner: (
                partner.customer_status_kind != "active"
                or not partner.create_date
                or partner.create_date >= self.env.cr.now()
            )
        )
        fresh.filtered(lambda p: p.customer_status_kind != "pending").write({"customer_status_id": pending.id})

    def _write_approval_request(self, source, group=None):
        if self:
            values = {
                "approval_requested_on": fields.Datetime.now(),
                "approval_source": source,
                "approval_check_ids": [fields.Command.clear()],
            }
            for rule_group, partners in self.sudo().grouped(lambda p: p.customer_group_id.approved_group_id).items():
                target = group or rule_group
                partners.write({**values, **({"approval_group_id": target.id} if target else {})})

    def _check_approval_rights(self):
        if not (self.env.su or self.env.user.has_group("crm_segments.crm_segments_group_manager")):
            raise AccessError(self.env._("Only managers of the customer club decide about customers."))
        self.check_access("write")

    def action_approve(self):
        """Approve those of the customers who wait: they become active, are moved to their group and are told."""
        self._check_approval_rights()
        if self.env.su:  # what a program does is nobody's to undo
            return self._approve()
        if self.env["club.whole.list.mixin"]._default_list_domain():
            return self._open_decision("approve")
        return self.env["club.bulk.change"]._apply(self, "approve")._done()

    def _approve(self):
        """Approve those of the customers who wait.

        :raise UserError: none waits, or something is still to be checked
        """
        self._check_approval_rights()
        waiting = self.filtered("approval_requested_on")
        if not waiting:
            raise UserError(self.env._("None of these customers waits for approval."))
        waiting._check_checklist()
        active = self.env["club.customer.status"]._of_kind("active")
        for partner in waiting:
            values = {"approval_requested_on": False, "approval_group_id": False, "ip_flag": False}
            if partner.approval_group_id:
                values["customer_group_id"] = partner.approval_group_id.id
            if partner.customer_status_kind != "active":
                values["customer_status_id"] = active.id
            partner.write(values)
        waiting._customer_approved()
        return True

    def _check_checklist(self):
        """:raise UserError: something that must be checked before approval is not ticked; says what and for whom"""
        missing = {partner: checks for partner in self if (checks := partner._missing_checks())}
        if missing:
            lines = [
                f"{partner.display_name}: {', '.join(checks.mapped('name'))}" for partner, checks in missing.items()
            ]
            raise UserError(self.env._("Still to be checked before approval:\n%s", "\n".join(lines)))

    def action_reject(self):
        """Ask for the reason, then reject."""
        self._check_approval_rights()
        return self._open_decision("reject")

    def action_block(self):
        """Ask for the reason, then block."""
        self._check_approval_rights()
        return self._open_decision("block")

    def action_unblock(self):
        """Make blocked customers active again and give them back the login that they had."""
        self._check_approval_rights()
        if self.env.su:
            return self._unblock()
        return self.env["club.bulk.change"]._apply(self, "unblock")._done()

    def _unblock(self):
        blocked = self.filtered(lambda partner: partner.customer_status_kind == "blocked")
        blocked.write({"customer_status_id": self.env["club.customer.status"]._of_kind("active").id})
        for partner in blocked:
            partner.message_post(body=self.env._("No longer blocked."))
        return True

    def _open_decision(self, decision):
        names = {"approve": self.env._("Approve"), "reject": self.env._("Reject"), "block": self.env._("Block")}
        return {
            "type": "ir.actions.act_window",
            "name": names[decision],
            "res_model": "club.customer.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_decision": decision, "default_partner_ids": self.ids},
        }

    def _reject(self, reason):
        """Take the waiting customers out of the queue; who is new becomes inactive.

        :param str reason: kept in the log of the customer
        """
        self._check_approval_rights()
        waiting = self.filtered("approval_requested_on")
        inactive = self.env["club.customer.status"]._of_kind("inactive")
        for partner in waiting:
            values = {"approval_requested_on": False, "approval_group_id": False}
            if partner.customer_status_kind == "pending":
                values["customer_status_id"] = inactive.id
            partner.write(values)
            partner.message_post(body=self.env._("Rejected: %s", reason or "-"))
        waiting._customer_rejected(reason)

    def _block(self, reason):
        """Block customers: no sign-in, no orders online, no messages.

        :param str reason: kept in the log of the customer
        """
        self._check_approval_rights()
        self._check_blockable()
        self.write({"customer_status_id": self.env["club.customer.status"]._of_kind("blocked").id})
        for partner in self:
            partner.message_post(body=self.env._("Blocked: %s", reason or "-"))

    def _customer_approved(self):
        """Called for the customers just approved, whose status is active. Extend it for what follows approval.

        An error with one customer is noted on him and does not keep the others waiting.
        """
        for partner in self:
            try:
                with self.env.cr.savepoint():
                    partner._grant_portal_login()
                    partner._send_welcome()
            except (ConcurrencyError, OperationalError):
                raise
            except Exception as error:
                _logger.warning("Customer %s was approved, but not told: %s", partner.id, error, exc_info=True)
                partner.message_post(body=self.env._("Approved, but the login or the welcome failed: %s", error))

    def _customer_rejected(self, reason):
        """Called for the customers just rejected. Tells them by e-mail or SMS; extend it for what else follows.

        :param str reason: what the manager wrote
        """
        for partner in self:
            partner.with_context(club_reason=reason)._send_club_message("customer_rejected")

    def _approval_notification(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

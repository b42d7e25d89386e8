import logging

from odoo import api, fields, models

from ..tools.mask import mask

_logger = logging.getLogger(__name__)


class LoyaltySmsGateway(models.Model):
    """What is left at the provider, and the alarm before it runs out."""

    _inherit = "loyalty.sms.gateway"

    credit_amount = fields.Float("Credit Left", digits=(16, 2), readonly=True, copy=False)
    credit_unit = fields.Char(readonly=True, copy=False)
    credit_at = fields.Datetime("Credit Read At", readonly=True, copy=False)
    credit = fields.Char("Credit at the Provider", compute="_compute_credit")
    credit_alarm = fields.Float(
        "Alarm Below", digits=(16, 2), help="When the credit falls below this, an activity tells who is responsible."
    )
    credit_low = fields.Boolean(compute="_compute_credit_low", store=True)
    responsible_id = fields.Many2one("res.users", default=lambda self: self.env.user, domain="[('share', '=', False)]")

    @api.depends("credit_amount", "credit_unit", "credit_at")
    def _compute_credit(self):
        for gateway in self:
            unit = self.env._("messages") if gateway.credit_unit == "SMS" else gateway.credit_unit
            amount = f"{gateway.credit_amount:,.2f}".removesuffix(".00")
            gateway.credit = f"{amount} {unit}" if gateway.credit_unit else False

    @api.depends("credit_amount", "credit_alarm", "credit_at")
    def _compute_credit_low(self):
        for gateway in self:
            gateway.credit_low = bool(
                gateway.credit_at and gateway.credit_alarm and gateway.credit_amount < gateway.credit_alarm
            )

    def _read_credit(self):
        """Ask the provider what is left, and raise the alarm once when it is too little.

        :return: whether the provider told it
        """
        self.ensure_one()
        was_low = self.credit_low
        provider = self._kind()
        try:
            told = provider._credit(self.sudo()) if provider is not None and provider._tells_credit else None
        except Exception as error:
            _logger.error(
                "SMS gateway %s does not tell its credit: %s", self.id, mask(str(error), self.sudo()._secrets())
            )
            told = None
        if told is None:
            return False
        amount, unit = told
        self.sudo().write({"credit_amount": amount, "credit_unit": unit, "credit_at": fields.Datetime.now()})
        if self.credit_low and not was_low:
            self.sudo()._raise_credit_alarm()
        elif was_low and not self.credit_low:
            self.sudo().activity_unlink(["mail.mail_activity_data_warning"])
        return True

    def _raise_credit_alarm(self):
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            user_id=(self.responsible_id or self.env.ref("base.user_admin")).id,
            summary=self.env._("The SMS credit is running out"),
            note=self.env._("%(credit)s are left at %(gateway)s.", credit=self.credit, gateway=self.name),
        )

    @api.model
    def _cron_read_credit(self):
        """Scheduled action: the credit of all gateways."""
        gateways = self.search([("active", "=", True)]).filtered(
            lambda gateway: gateway._kind() is not None and gateway._kind()._tells_credit
        )
        for index, gateway in enumerate(gateways):
            gateway._read_credit()
            self.env["ir.cron"]._commit_progress(1, remaining=len(gateways) - index - 1)

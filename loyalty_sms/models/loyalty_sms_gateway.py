import secrets

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL


class LoyaltySmsGateway(models.Model):
    """An account at an SMS provider."""

    _name = "loyalty.sms.gateway"
    _inherit = ["club.kind.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "SMS Gateway"
    _order = "sequence, id"
    _kind_family = "loyalty.sms.provider.kind"

    name = fields.Char(required=True)
    kind = fields.Selection(string="Provider")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sender = fields.Char(help="The line or name that customers see as the sender.")
    price = fields.Float(
        "Price per Part", digits=(16, 4), help="In the company's currency; for providers that do not tell the cost."
    )
    speed_limit = fields.Integer(
        "Messages per Second", help="What the line may carry, over all Odoo servers together. 0: no limit."
    )
    connections = fields.Integer(
        default=8, help="Requests to the provider at the same time. After a crash twice as many are in doubt."
    )
    code_template = fields.Char(
        "Template of Codes",
        help="Name or number of the provider's approved template for one-time codes, with one place for the code.",
    )

    # Credentials, and what would lead them elsewhere: for system administrators only.
    # What is a secret leaves Odoo for nobody, see `export_data`.
    url = fields.Char("Address", groups="base.group_system", exportable=False)
    username = fields.Char(groups="base.group_system", exportable=False)
    password = fields.Char(groups="base.group_system", exportable=False)
    api_key = fields.Char("API Key", groups="base.group_system", exportable=False)
    token = fields.Char(
        groups="base.group_system",
        copy=False,
        readonly=True,
        exportable=False,
        default=lambda self: secrets.token_urlsafe(24),
    )
    callback_base = fields.Char(
        "Our Address",
        groups="base.group_system",
        help="Where the provider reaches this Odoo, such as http://127.0.0.1:8069. Empty: the address of the web site.",
    )

    uses_fields = fields.Char(compute="_compute_provider")
    needs_fields = fields.Char(compute="_compute_provider")
    tells_credit = fields.Boolean(compute="_compute_provider")
    abilities = fields.Html(compute="_compute_provider", string="What It Can Do")
    set_up = fields.Html(compute="_compute_set_up", string="Set-Up", groups="base.group_system", exportable=False)

    @api.depends("kind")
    def _compute_provider(self):
        """What the form shows of a provider."""
        for gateway in self:
            provider = gateway.kind and gateway._kind()
            if provider is None or provider is False:
                gateway.uses_fields = gateway.needs_fields = gateway.abilities = gateway.tells_credit = False
                continue
            gateway.uses_fields = ",".join((*provider._required, *provider._optional))
            gateway.needs_fields = ",".join(provider._required)
            gateway.tells_credit = provider._tells_credit
            gateway.abilities = Markup("<ul class='list-unstyled'>%s</ul>") % Markup().join(
                Markup("<li><i class='fa fa-fw %s'></i> <span class='%s'>%s</span></li>")
                % (("fa-check text-success", "", label) if able else ("fa-times text-muted", "text-muted", label))
                for label, able in provider._abilities()
            )

    @api.depends("kind", "token", "callback_base")
    def _compute_set_up(self):
        for gateway in self:
            provider = gateway.kind and gateway._kind()
            gateway.set_up = provider._set_up(gateway) if provider is not None and provider is not False else False
            # Our address holds the number of the record, which a new one has not.
            if not gateway._origin and "/sms/club/" in (gateway.set_up or ""):
                gateway.set_up = self.env._("Once this gateway is saved, what to enter at the provider stands here.")

    @api.constrains("kind", "url", "username", "password", "api_key")
    def _check_required_fields(self):
        for gateway in self.sudo():
            provider = gateway._kind()
            missing = [name for name in (provider._required if provider is not None else ()) if not gateway[name]]
            if missing:
                labels = ", ".join(gateway._fields[name]._description_string(self.env) for name in missing)
                raise ValidationError(self.env._("“%(name)s” needs: %(fields)s", name=gateway.name, fields=labels))
            if gateway.url and not gateway.url.startswith(("https://", "http://")):
                raise ValidationError(self.env._("The address begins with https:// (or http:// on the own network)."))

    @api.constrains("connections")
    def _check_connections(self):
        if any(not 1 <= gateway.connections <= 64 for gateway in self):
            raise ValidationError(self.env._("Between 1 and 64 connections."))

    @api.constrains("speed_limit", "price")
    def _check_not_negative(self):
        if any(gateway.speed_limit < 0 or gateway.price < 0 for gateway in self):
            raise ValidationError(self.env._("Speed and price cannot be negative."))

    def write(self, vals):
        """Whoever changes the set-up wants the gateway tried again at once."""
        if {"kind", "url", "username", "password", "api_key", "active", "sender"} & vals.keys():
            vals = {"health": "ready", "health_message": False, "retry_at": False, "trips": 0, "doubts": 0, **vals}
        result = super().write(vals)
        if vals.get("health") == "ready":
            self._wake_waiting()
        return result

    def _wake_waiting(self):
        """Let messages that waited for a gateway try again at once."""
        query = """UPDATE loyalty_sms_message SET send_after = NULL
                    WHERE stage = 'waiting' AND state = 'queued' AND company_id = ANY(%s) AND purpose != 'code'
                RETURNING id"""  # codes wait for their repetition
        self.env["loyalty.sms.message"].sudo()._lock_quietly(SQL(query, self.company_id.ids))
        self.env["loyalty.sms.dispatcher"]._wake()

    def export_data(self, fields_to_export):
        """Override of `base`: a file with credentials in it goes astray sooner or later, so there is none."""
        names = {path.partition("/")[0].removeprefix(".") for path in fields_to_export}
        if any(name in self._fields and not self._fields[name].exportable for name in names):
            raise AccessError(self.env._("Accounts, passwords and keys of gateways are not exported."))
        return super().export_data(fields_to_export)

    def _secrets(self):
        """:return: the values that no log or error may show"""
        return [value for value in (self.password, self.api_key, self.token) if value]

    def _report_url(self, ref):
        """:return: address to which the provider reports the fate of one attempt"""
        return f"{self._callback_base()}/sms/club/report/{self.id}-{self.token}/{ref}"

    def _inbound_url(self):
        """:return: address to which the provider brings the replies of customers"""
        return f"{self._callback_base()}/sms/club/inbound/{self.id}-{self.token}"

    def _callback_base(self):
        return (self.callback_base or self.get_base_url()).rstrip("/")

    def action_test_message(self):
        """Open the window that sends a test message."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "loyalty.sms.gateway.test",
            "name": self.env._("Test Message"),
            "view_mode": "form",
            "target": "new",
            "context": {"default_gateway_id": self.id},
        }

    def action_read_credit(self):
        """Ask the provider what credit is left."""
        self.ensure_one()
        self.check_access("write")
        if not self._read_credit():
            raise UserError(
                self.env._(
                    "“%s” does not tell its credit. Check the account: the key or the password may be wrong, or the "
                    "provider cannot be reached from here.",
                    self.name,
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Credit at the provider: %s", self.credit),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

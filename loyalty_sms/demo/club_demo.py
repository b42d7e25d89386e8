import random
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

TEXTS = (
    ("service", "{name} عزیز، سفارش شما فرستاده شد. کتاب باران"),
    ("service", "{name} عزیز، عضویت شما در باشگاه کتاب باران تأیید شد."),
    ("marketing", "جشنوارهٔ مهر کتاب باران: ۲۰٪ تخفیف کتاب‌های دانشگاهی تا پایان هفته. لغو۱۱"),
    ("marketing", "شب یلدا با کتاب باران؛ نام‌نویسی در سایت. لغو۱۱"),
)


class ClubDemo(models.AbstractModel):
    _inherit = "club.demo"

    @api.model
    def _load_messages(self):
        """A gateway to a Kannel on this machine, and messages that went out in the past.

        No Kannel runs in the demo, so what is sent from here waits in the outbox and the gateway shows as out of order.
        """
        company = self.env["res.users"].search([("login", "=", "manager")]).company_id or self.env.company
        gateway = self.env["loyalty.sms.gateway"].create(
            {
                "name": "Kannel (127.0.0.1)",
                "kind": "kannel",
                "company_id": company.id,
                "url": "http://127.0.0.1:13013",
                "username": "demo",
                "password": "demo",
                "sender": "10001000",
                "price": 1200,
            }
        )
        second = self._make_second_gateway(company, gateway)
        self._make_past_messages(company, gateway, second)
        self._make_unknown_messages(company, second)

    def _make_second_gateway(self, company, gateway):
        """A provider whose credit is running out, and a route that chooses by price. Its address leads nowhere."""
        second = self.env["loyalty.sms.gateway"].create(
            {
                "name": "کاوه‌نگار، خط تبلیغاتی",
                "kind": "kavenegar",
                "sequence": 20,
                "company_id": company.id,
                "url": "http://127.0.0.1:13014",
                "api_key": "demo",
                "sender": "10004346",
                "price": 950,
                "credit_amount": 1250000,
                "credit_unit": "IRR",
                "credit_at": fields.Datetime.now(),
                "credit_alarm": 2000000,
            }
        )
        lines = [(0, 0, {"gateway_id": one.id}) for one in gateway + second]
        self.env["loyalty.sms.route"].create(
            {
                "name": "تبلیغات",
                "company_id": company.id,
                "purpose": "marketing",
                "cheapest_first": True,
                "line_ids": lines,
            }
        )
        return second

    def _make_unknown_messages(self, company, gateway):
        """Messages that wait for a decision."""
        people = self.env["res.partner"].search(
            [("is_customer_club", "=", True), ("phone_sanitized", "!=", False)], limit=4, order="id desc"
        )
        for partner in people:
            message = self.env["loyalty.sms.message"].create(
                {
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "number": partner.phone_sanitized,
                    "body": TEXTS[0][1].format(name=partner.name),
                    "state": "unknown",
                    "gateway_id": gateway.id,
                    "encoding": "ucs2",
                    "parts": 1,
                    "reason": "no clear answer came: Read timed out.",
                }
            )
            self.env["loyalty.sms.attempt"].create(
                {
                    "message_id": message.id,
                    "gateway_id": gateway.id,
                    "number": message.number,
                    "state": "unknown",
                    "reason": "no clear answer came: Read timed out.",
                }
            )

    def _make_past_messages(self, company, gateway, second):
        """Half a year of single messages, and an advertisement every twelve days through the cheaper line."""
        chance = random.Random(13)
        people = self.env["res.partner"].search(
            [("is_customer_club", "=", True), ("phone_sanitized", "!=", False)], limit=150
        )
        single = [chance.random() ** 2 * 170 for _number in range(420)]
        campaigns = [
            day + chance.random() / 10 for day in range(3, 90, 12) for _number in range(chance.randrange(15, 60))
        ]
        values = [
            self._past_message(company, gateway, chance, partner, days, chance.choice(TEXTS[:2]))
            for days in single
            for partner in chance.sample(people, 1)
        ] + [
            self._past_message(company, second, chance, partner, days, TEXTS[2 + int(days) % 2])
            for days in campaigns
            for partner in chance.sample(people, 1)
        ]
        messages = self.env["loyalty.sms.message"].create(sorted(values, key=lambda vals: vals["queued_at"]))
        self.env.flush_all()
        self.env.execute_query(
            SQL("UPDATE loyalty_sms_message SET create_date = queued_at WHERE id = ANY(%s)", messages.ids)
        )
        self.env["loyalty.sms.attempt"].create(
            [self._past_attempt(message) for message in messages if message.gateway_id]
        )
        delivered = messages.filtered(lambda message: message.state == "delivered")[-20:]
        self.env["loyalty.sms.event"].create([self._past_report(message) for message in delivered])

    def _past_attempt(self, message):
        return {
            "message_id": message.id,
            "gateway_id": message.gateway_id.id,
            "number": message.number,
            "state": message.state,
            "started_at": message.queued_at,
            "answered_at": message.queued_at,
            "reported_at": message.delivered_at,
            "reason": "The telephone was off for too long." if message.state == "failed" else False,
        }

    def _past_report(self, message):
        return {
            "kind": "report",
            "gateway_id": message.gateway_id.id,
            "message_id": message.id,
            "partner_id": message.partner_id.id,
            "state": "done",
            "raw_query": "type=1&answer=id:7 stat:DELIVRD",
        }

    def _past_message(self, company, gateway, chance, partner, days, kind):
        """:return: values of a message that left some days ago"""
        purpose, text = kind
        state = chance.choices(("delivered", "failed", "accepted", "canceled"), (88, 5, 4, 3))[0]
        sent = fields.Datetime.now() - timedelta(days=days)
        model = "sale.order" if purpose == "service" and "سفارش" in text else "res.partner"
        return {
            "company_id": company.id,
            "partner_id": partner.id,
            "number": partner.phone_sanitized,
            "body": text.format(name=partner.name),
            "purpose": purpose,
            "state": state,
            "gateway_id": gateway.id if state != "canceled" else False,
            "source_model_id": self.env["ir.model"]._get_id("mailing.mailing" if purpose == "marketing" else model),
            "encoding": "ucs2",
            "parts": 1,
            "cost": gateway.price if state != "canceled" else 0,
            "queued_at": sent,
            "accepted_at": sent if state in ("delivered", "accepted") else False,
            "delivered_at": sent + timedelta(seconds=chance.randrange(4, 90)) if state == "delivered" else False,
            "failure_type": "blacklist" if state == "canceled" else False,
            "hold_kind": "blacklist" if state == "canceled" else False,
            "reason": "The number is on the blacklist." if state == "canceled" else False,
        }

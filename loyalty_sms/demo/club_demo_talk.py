from datetime import timedelta

from odoo import api, fields, models

REPLIES = (
    ("سلام، سفارش من کی می‌رسد؟", "thread"),
    ("لغو۱۱", "stop"),
    ("ممنون، بسته رسید 🌹", "thread"),
    ("STOP", "stop"),
    ("ساعت کاری فروشگاه چند است؟", "thread"),
)


class ClubDemo(models.AbstractModel):
    _inherit = "club.demo"

    @api.model
    def _load_messages(self):
        """What customers answered, what they want, and what waits for the morning."""
        result = super()._load_messages()
        gateway = self.env["loyalty.sms.gateway"].search([("name", "=", "Kannel (127.0.0.1)")], limit=1)
        company = gateway.company_id
        company.write(
            {
                "loyalty_sms_quiet_from": 22,
                "loyalty_sms_quiet_to": 8,
                "loyalty_sms_cap_marketing": 3,
                "loyalty_sms_footer_marketing": "لغو۱۱",
            }
        )
        people = self.env["res.partner"].search(
            [("is_customer_club", "=", True), ("phone_sanitized", "!=", False)], limit=12, order="id desc"
        )
        self._make_replies(gateway, people)
        self._make_consents(company, people[5:9])
        self._make_held(company, people[9:])
        self._make_portal_history(gateway)
        return result

    def _make_replies(self, gateway, people):
        now = fields.Datetime.now()
        for number, (partner, (text, handling)) in enumerate(zip(people, REPLIES, strict=False)):
            event = self.env["loyalty.sms.event"].create(
                {
                    "kind": "inbound",
                    "gateway_id": gateway.id,
                    "state": "done",
                    "sender": partner.phone_sanitized,
                    "receiver": "10001000",
                    "body": text,
                    "partner_id": partner.id,
                    "keyword": "stop" if handling == "stop" else False,
                    "handling": handling,
                    "is_open": handling == "thread",
                    "happened_at": now - timedelta(hours=5 * number + 1),
                }
            )
            event._post_on_threads()
            if handling == "stop":
                self._make_consent(gateway.company_id, partner, "out", "inbound", text, event)

    def _make_portal_history(self, gateway):
        """What the customer with a portal account has chosen and got."""
        partner = self.env["res.users"].search([("login", "=", "member")]).partner_id
        if not partner.phone_sanitized:
            return
        self._make_consent(gateway.company_id, partner, "in", "form", "فرم عضویت باشگاه، بند ۴")
        now = fields.Datetime.now()
        for days, purpose, text in (
            (20, "service", "به باشگاه مشتریان کتاب باران خوش آمدید."),
            (6, "marketing", "جشنوارهٔ مهر کتاب باران: ۲۰٪ تخفیف کتاب‌های دانشگاهی. لغو۱۱"),
            (2, "service", "سفارش شما فرستاده شد. کتاب باران"),
        ):
            sent = now - timedelta(days=days)
            self.env["loyalty.sms.message"].create(
                {
                    "company_id": gateway.company_id.id,
                    "partner_id": partner.id,
                    "number": partner.phone_sanitized,
                    "body": text,
                    "purpose": purpose,
                    "state": "delivered",
                    "gateway_id": gateway.id,
                    "encoding": "ucs2",
                    "parts": 1,
                    "cost": gateway.price,
                    "queued_at": sent,
                    "accepted_at": sent,
                    "delivered_at": sent + timedelta(seconds=8),
                }
            )

    def _make_consents(self, company, people):
        for partner in people:
            self._make_consent(company, partner, "in", "form", "فرم عضویت باشگاه، بند ۴")

    def _make_consent(self, company, partner, kind, source, proof, event=None):
        self.env["loyalty.sms.consent"].create(
            {
                "number": partner.phone_sanitized,
                "company_id": company.id,
                "partner_id": partner.id,
                "kind": kind,
                "source": source,
                "proof": proof,
                "event_id": event.id if event else False,
            }
        )

    def _make_held(self, company, people):
        tomorrow = fields.Datetime.now().replace(hour=4, minute=30, second=0) + timedelta(days=1)
        for partner in people:
            self.env["loyalty.sms.message"].create(
                {
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "number": partner.phone_sanitized,
                    "body": "تخفیف شب یلدا برای اعضای باشگاه\nلغو۱۱",
                    "purpose": "marketing",
                    "parts": 1,
                    "encoding": "ucs2",
                }
            )._hold(tomorrow, "quiet", self.env._("Quiet hours"))

import random
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from .entries_words import ANSWERS, INQUIRY_TEXTS, MODELS, READY_ANSWERS, SPAM, WISHES


class ClubDemo(models.AbstractModel):
    """What happens with entries: rules, answers, an inquiry form, a survey, and how visitors got on."""

    _inherit = "club.demo"

    @api.model
    def _load_forms(self):
        result = super()._load_forms()
        company = self.env["res.users"].search([("login", "=", "manager")]).company_id or self.env.company
        demo = self.with_company(company).with_context(lang="fa_IR", tracking_disable=True, mail_create_nolog=True)
        feedback = demo.env["loyalty.form"].search([("slug", "=", "feedback")], limit=1)
        demo._make_rules(feedback)
        demo._make_answers(feedback)
        demo._make_ready_answers(feedback)
        demo._make_spam(feedback)
        demo._make_warranty(company)
        demo._make_survey(company)
        for form in demo.env["loyalty.form"].search([("is_published", "=", True), ("purpose", "!=", "inquiry")]):
            demo._make_visits(form)
        return result

    def _make_rules(self, form):
        manager = self.env["res.users"].search([("login", "=", "manager")])
        team = self.env["crm.team"].create({"name": "پشتیبانی مشتریان", "member_ids": [Command.set(manager.ids)]})
        self._name_in_english(team, ["Customer Support"])
        field = {field.alias: field.id for field in form.field_ids}
        form.write(
            {
                "staff_notes": True,
                "rule_ids": [
                    Command.create(
                        {
                            "kind": "thanks",
                            "field_id": field["rating"],
                            "operator": "at_most",
                            "value": "2",
                            "text": "<p>{{name|دوست}} عزیز، متأسفیم. همین امروز با شما تماس می‌گیریم. شمارهٔ پیگیری:"
                            " {{code}}</p>",
                        }
                    ),
                    Command.create(
                        {
                            "kind": "route",
                            "field_id": field["subject"],
                            "operator": "is",
                            "value": "شکایت",
                            "team_id": team.id,
                            "hours": 4,
                        }
                    ),
                    Command.create(
                        {
                            "kind": "notify",
                            "field_id": field["rating"],
                            "operator": "at_most",
                            "value": "2",
                            "user_ids": [Command.set(manager.ids)],
                        }
                    ),
                ],
            }
        )

    def _make_answers(self, form):
        """Answers of staff and replies of senders, over the last months, without sending anything."""
        chance = random.Random(3)
        texts = dict(ANSWERS)
        manager = self.env["res.users"].search([("login", "=", "manager")])
        entries = self.env["loyalty.form.entry"].search(
            [("form_id", "=", form.id), ("state", "in", ("done", "progress"))]
        )
        Message = self.env["loyalty.form.message"]
        for number, entry in enumerate(entries):
            answered = entry.submitted_at + timedelta(hours=chance.choice((1, 2, 3, 5, 9, 26)))
            entry.write(
                {
                    "answered_at": answered,
                    "due_at": entry.submitted_at + timedelta(hours=8),
                    "channel": chance.choice(("web", "web", "web", "instagram", "telegram", "phone")),
                    **(
                        {"closed_at": answered + timedelta(hours=chance.randrange(1, 40))}
                        if entry.state == "done"
                        else {}
                    ),
                }
            )
            subject = entry._template_values().get("subject")
            if entry.phone and subject in texts:
                values = entry._message_values("sms", texts[subject])
                Message.create({**values, "user_id": manager.id})
                entry._message_log(body=Markup(values["body"]), author_id=manager.partner_id.id)
                if number % 3 == 0:
                    Message.create(
                        {
                            "entry_id": entry.id,
                            "direction": "in",
                            "origin": "sender",
                            "channel": "sms",
                            "address": entry.phone,
                            "body": "<p>سپاس از پیگیری شما.</p>",
                        }
                    )
                    entry._message_log(body="سپاس از پیگیری شما.", author_id=entry.partner_id.id or None)
                    entry.replied_at = answered + timedelta(hours=1)

    def _make_ready_answers(self, form):
        self.env["loyalty.form.saved.answer"].create(
            [
                {"name": name, "sms_text": text, "form_id": form.id if number else False, "sequence": 10 * number}
                for number, (name, text) in enumerate(READY_ANSWERS)
            ]
        )

    def _make_spam(self, form):
        key = {field.alias: field.key for field in form.field_ids}
        self.env["loyalty.form.entry"].create(
            [
                {"form_id": form.id, "state": "spam", "ip": "203.0.113.66", "answers": {key["opinion"]: text}}
                for text in SPAM
            ]
        )

    def _make_warranty(self, company):
        chance = random.Random(5)
        source = self._shop_form("warranty", company)
        people = (
            self.env["res.partner"].search([("is_customer_club", "=", True)], order="id", limit=80).filtered("phone")
        )
        today = fields.Date.today()
        answers = [
            {
                "serial": f"BR-{4100 + number * 7}",
                "mobile": partner.phone_sanitized,
                "name": partner.name,
                "bought": str(today - timedelta(days=chance.randrange(5, 700))),
                "model": chance.choice(MODELS),
            }
            for number, partner in enumerate(people[:36])
        ]
        self._make_entries(source, answers, list(people[:36]), 300)
        self._make_inquiries(self._make_warranty_check(source), answers)

    def _make_warranty_check(self, source):
        """:return: the form on which visitors ask whether a warranty is genuine"""
        field = {field.alias: field for field in source.field_ids}
        inquiry = (
            self.env["loyalty.form.inquiry"]
            .with_context(lang="en_US")
            .create(
                {
                    "name": "Check a Warranty",
                    "slug": "warranty-check",
                    "company_id": source.company_id.id,
                    "source_id": source.id,
                    "is_published": True,
                    "expiry_field_id": field["bought"].id,
                    "valid_days": 365,
                    "shown_field_ids": [Command.set((field["model"] | field["bought"]).ids)],
                    **{name: english for name, (english, _persian) in INQUIRY_TEXTS.items()},
                    "field_ids": [
                        Command.create(
                            {
                                "kind": "text",
                                "label": "Serial number",
                                "alias": "serial",
                                "required": True,
                                "placeholder": "BR-1234",
                                "lookup_field_id": field["serial"].id,
                            }
                        ),
                        Command.create(
                            {
                                "kind": "text",
                                "label": "Last four digits of the mobile",
                                "alias": "end",
                                "required": True,
                                "max_length": 4,
                                "lookup_field_id": field["mobile"].id,
                                "lookup_match": "ends",
                            }
                        ),
                    ],
                }
            )
        )
        for name, (_english, persian) in INQUIRY_TEXTS.items():
            self.env["loyalty.form"]._translate_html(inquiry, name, "fa_IR", persian)
        inquiry = inquiry.with_env(self.env)
        inquiry.name = "استعلام گارانتی"
        for asked, label in zip(inquiry.field_ids, ("شمارهٔ سریال", "چهار رقم آخر موبایل"), strict=True):
            asked.label = label
        return inquiry

    def _make_inquiries(self, inquiry, answers):
        keys = {field.alias: field.key for field in inquiry.field_ids}
        for number, answer in enumerate(answers[:14]):
            end = answer["mobile"][-4:] if number % 4 else "0000"
            typed = {keys["serial"]: answer["serial"].lower().replace("-", " "), keys["end"]: end}
            log = inquiry._answer_and_log(
                typed,
                inquiry._asked_keys(typed),
                {"nonce": None, "ip": f"203.0.113.{number}", "source_url": "/f/warranty-check"},
            )
            log.asked_at = fields.Datetime.now() - timedelta(hours=number * 17)

    def _make_survey(self, company):
        chance = random.Random(9)
        form = self._shop_form("after-purchase", company)
        survey = self.env["loyalty.form.survey"].create(
            {
                "name": "پس از هر سفارش",
                "form_id": form.id,
                "days": 7,
                "accepts_digits": True,
                "since": fields.Date.today() - timedelta(days=365),
            }
        )
        orders = self.env["sale.order"].search(
            [("state", "=", "sale"), ("company_id", "=", company.id)], order="date_order desc", limit=160
        )
        Invite = self.env["loyalty.form.survey.invite"]
        for order in orders.filtered(lambda order: order.partner_id.phone_sanitized):
            Invite.create(
                {
                    "survey_id": survey.id,
                    "company_id": company.id,
                    "partner_id": order.partner_id.id,
                    "order_ref": f"sale.order,{order.id}",
                    "order_name": order.name,
                    "ordered_at": order.date_order,
                    "state": "sent",
                    "channel": "sms",
                    "sent_at": order.date_order + timedelta(days=7),
                }
            )
        self._name_in_english(survey, ["After Each Order"])
        self._answer_survey(survey, chance)

    def _answer_survey(self, survey, chance):
        invites = survey.invite_ids.filtered(lambda invite: invite.sent_at < fields.Datetime.now())
        answered = invites.filtered(lambda invite: chance.random() < 0.45)
        key = {field.alias: field.key for field in survey.form_id.field_ids}
        for invite in answered:
            nps = chance.choice((10, 10, 9, 9, 8, 7, 6, 3))
            stars = max(1, min(5, round(nps / 2)))
            answers = {key["nps"]: nps, key["rating"]: stars, key["better"]: chance.choice(WISHES)}
            entry = self.env["loyalty.form.entry"].create(
                {
                    "form_id": survey.form_id.id,
                    "partner_id": invite.partner_id.id,
                    "invite_id": invite.id,
                    "order_ref": f"sale.order,{invite.order_ref.id}",
                    "channel": chance.choice(("web", "web", "sms")),
                    "submitted_at": invite.sent_at + timedelta(hours=chance.randrange(1, 30)),
                    "answers": {name: value for name, value in answers.items() if value != ""},
                }
            )
            invite.write({"state": "answered", "entry_id": entry.id})
            entry._score_customer()

    def _make_visits(self, form):
        """Openings of the last month: most are sent, some are left at one of the fields."""
        chance = random.Random(form.slug)
        asked = form.field_ids.filtered(lambda field: field._kind()._is_input)
        now = fields.Datetime.now()
        rows = []
        for number in range(chance.randrange(90, 180)):
            opened = now - timedelta(minutes=chance.randrange(30 * 24 * 60))
            outcome = chance.choices(("view", "start", "sent"), (3, 3, 6))[0]
            last = asked[min(len(asked) - 1, int(chance.expovariate(0.7)))].id if outcome == "start" else None
            seconds = chance.randrange(25, 240) if outcome == "sent" else None
            started = None if outcome == "view" else opened + timedelta(seconds=8)
            rows.append((f"demo{form.id}-{number}", opened, started, outcome, last, seconds, 100 * (outcome == "sent")))
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """INSERT INTO loyalty_form_visit
                          (form_id, company_id, page, opened_at, started_at, outcome, field_id, seconds, completed)
                   SELECT %s, %s, * FROM unnest(%s::varchar[], %s::timestamp[], %s::timestamp[], %s::varchar[],
                                                %s::int[], %s::numeric[], %s::numeric[]) RETURNING 1""",
                form.id,
                form.company_id.id,
                *map(list, zip(*rows, strict=True)),
            )
        )

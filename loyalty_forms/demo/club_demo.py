import random
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .words import BOOK_CLUB, FEEDBACK, OPINIONS, REGISTRATION


class ClubDemo(models.AbstractModel):
    _inherit = "club.demo"

    @api.model
    def _load_forms(self):
        """The shop's web site in Persian, three published forms, and what was sent with two of them."""
        company = self.env["res.users"].search([("login", "=", "manager")]).company_id or self.env.company
        demo = self.with_company(company).with_context(lang="fa_IR", tracking_disable=True, mail_create_nolog=True)
        demo._make_website(company)
        registration, feedback, evening = demo._make_forms(company)
        demo._make_website_menu(registration, feedback)
        demo._make_registrations(registration)
        demo._make_feedback(feedback)
        demo._make_evening_entries(evening)

    def _make_website(self, company):
        persian = self.env["res.lang"]._get_data(code="fa_IR")
        website = self.env["website"].search([("company_id", "=", company.id)], limit=1)
        website = website or self.env["website"].create({"name": company.name, "company_id": company.id})
        website.write(
            {
                "name": company.name,
                "logo": company.logo,
                "language_ids": [fields.Command.link(persian.id)],
                "default_lang_id": persian.id,
            }
        )
        return website

    def _make_website_menu(self, *forms):
        website = self.env["website"].search([("company_id", "=", self.env.company.id)], limit=1)
        for sequence, form in enumerate(forms, start=60):
            self.env["website.menu"].create(
                {
                    "name": form.name,
                    "url": f"/f/{form.slug}",
                    "website_id": website.id,
                    "parent_id": website.menu_id.id,
                    "sequence": sequence,
                }
            )

    def _make_forms(self, company):
        club = self.env["loyalty.club"].search([("company_id", "=", company.id)], limit=1)
        values = [
            {
                "name": "عضویت در باشگاه",
                "slug": "join",
                "purpose": "registration",
                "club_id": club.id,
                "needs_approval": True,
                "intro": "<p>عضو باشگاه کتاب باران شوید: با هر خرید امتیاز بگیرید و از هدیه‌ها باخبر شوید.</p>",
                "submit_label": "ثبت‌نام",
                "thank_text": "<p>{{name}} عزیز، سپاس. درخواست شما رسید و پس از تأیید خبرتان می‌کنیم.</p>",
                "field_ids": self._field_commands(REGISTRATION),
            },
            {
                "name": "نظر شما",
                "slug": "feedback",
                "intro": "<p>از تجربهٔ خریدتان برایمان بنویسید.</p>",
                "thank_text": "<p>سپاس از شما{{name}}. شمارهٔ پیگیری: {{code}}</p>",
                "field_ids": self._field_commands(FEEDBACK),
            },
            {
                "name": "شب کتاب یلدا",
                "slug": "yalda",
                "intro": "<p>برای شرکت در شب کتاب‌خوانی یلدا نام خود را بنویسید.</p>",
                "max_entries": 120,
                "full_text": "ظرفیت شب یلدا پر شد. سال آینده زودتر خبرتان می‌کنیم.",
                "field_ids": self._field_commands(BOOK_CLUB),
            },
        ]
        forms = self.env["loyalty.form"].create(
            [{**form, "company_id": company.id, "is_published": True} for form in values]
        )
        self._name_in_english(forms, ["Join the Club", "Your Opinion", "Yalda Book Night"])
        return forms

    def _field_commands(self, words):
        commands = []
        for sequence, values in enumerate(words, start=1):
            values = {**values, "sequence": sequence * 10}
            if options := values.pop("options", None):
                values["option_ids"] = [fields.Command.create({"name": option}) for option in options]
            commands.append(fields.Command.create(values))
        return commands

    def _make_entries(self, form, answers_list, partners, days):
        """Entries as visitors would have sent them, spread over the last days.

        :param form: the form
        :param list answers_list: one dict an entry, of what was answered by alias
        :param list partners: who sent each, or an empty partner
        :param int days: how far back the first one is
        """
        keys = {field.alias: field for field in form.field_ids}
        count = len(answers_list)
        noon = datetime.combine(fields.Date.today(), time(8))
        entries = self.env["loyalty.form.entry"].create(
            [
                {
                    "form_id": form.id,
                    "company_id": form.company_id.id,
                    "partner_id": partner.id,
                    "lang": "fa_IR",
                    "source_url": f"/f/{form.slug}",
                    "answers": {
                        keys[alias].key: self._stored(keys[alias], value) for alias, value in answers.items() if value
                    },
                    "submitted_at": noon - timedelta(days=days * (count - number) / count),
                }
                for number, (answers, partner) in enumerate(zip(answers_list, partners, strict=True))
            ]
        )
        self.env.flush_all()
        self.env.execute_query(
            SQL("UPDATE loyalty_form_entry SET create_date = submitted_at WHERE id = ANY(%s)", entries.ids)
        )
        return entries

    def _stored(self, field, value):
        """How an answer is stored: options by their key, everything else as it is."""
        options = {option.name: option.key for option in field.option_ids}
        if isinstance(value, (list, tuple)):
            return [options[name] for name in value]
        return options.get(value, value)

    def _make_registrations(self, form):
        """Those who wait for approval came by the form."""
        people = self.env["res.partner"].search([("approval_requested_on", "!=", False)], limit=8).filtered("phone")
        answers = [
            {"name": partner.name, "mobile": partner.phone_sanitized, "city": partner.city, "consent": True}
            for partner in people
        ]
        self._make_entries(form, answers, list(people), 3)

    def _make_feedback(self, form):
        chance = random.Random(7)
        people = (
            self.env["res.partner"].search([("is_customer_club", "=", True)], order="id", limit=160).filtered("phone")
        )
        answers, senders = [], []
        for number in range(64):
            subject, rating, nps, opinion = OPINIONS[chance.randrange(len(OPINIONS))]
            partner = people[number * 2] if number % 3 else people.browse()
            answers.append(
                {
                    "subject": subject,
                    "rating": rating,
                    "nps": nps,
                    "opinion": opinion,
                    "name": partner.name,
                    "mobile": partner.phone_sanitized,
                }
            )
            senders.append(partner)
        entries = self._make_entries(form, answers, senders, 150)
        manager = self.env["res.users"].search([("login", "=", "manager")])
        entries[:40].write({"state": "done", "user_id": manager.id})
        entries[40:50].write({"state": "progress", "user_id": manager.id})

    def _make_evening_entries(self, form):
        chance = random.Random(11)
        genres = BOOK_CLUB[3]["options"]
        people = (
            self.env["res.partner"]
            .search([("is_customer_club", "=", True)], order="id desc", limit=60)
            .filtered("phone")
        )
        answers = [
            {
                "name": partner.name,
                "age": chance.randrange(15, 70),
                "mobile": partner.phone_sanitized,
                "genres": chance.sample(genres, chance.randrange(1, 4)),
                "branch": chance.choice(BOOK_CLUB[4]["options"]),
            }
            for partner in people
        ]
        self._make_entries(form, answers, list(people), 20)

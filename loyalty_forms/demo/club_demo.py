import random
from datetime import datetime, time, timedelta
from pathlib import Path

from odoo import api, fields, models
from odoo.tools import SQL, file_path

from .words import OPINIONS


class ClubDemo(models.AbstractModel):
    _inherit = "club.demo"

    @api.model
    def _load_forms(self):
        """The shop's web site in Persian and English, three published forms, and what was sent with them."""
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
            menu = self.env["website.menu"].create(
                {
                    "name": form.name,
                    "url": f"/f/{form.slug}",
                    "website_id": website.id,
                    "parent_id": website.menu_id.id,
                    "sequence": sequence,
                }
            )
            self._name_in_english(menu, [form.with_context(lang="en_US").name])

    def _make_forms(self, company):
        club = self.env["loyalty.club"].search([("company_id", "=", company.id)], limit=1)
        return (
            self._shop_form("join", company, club_id=club.id),
            self._shop_form("feedback", company),
            self._shop_form("yalda", company, max_entries=120),
        )

    def _shop_form(self, slug, company, **values):
        """One of the shop's own forms, in English and Persian: the document of this name, published."""
        content = Path(file_path(f"loyalty_forms/demo/forms/{slug}.json")).read_bytes()
        values = {"slug": slug, "company_id": company.id, "is_published": True, **values}
        return self.env["loyalty.form"]._from_document(content, **values)

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
        options = {field.alias: field.option_ids.mapped("name") for field in form.field_ids}
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
                "genres": chance.sample(options["genres"], chance.randrange(1, 4)),
                "branch": chance.choice(options["branch"]),
            }
            for partner in people
        ]
        self._make_entries(form, answers, list(people), 20)

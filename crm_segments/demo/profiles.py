from odoo import api, fields, models

from .words import GENRES

TYPES = (
    ("خواننده", "Reader", "natural", "retail"),
    ("کتاب‌فروشی", "Bookshop", "legal", "reseller"),
    ("مدرسه و کتابخانه", "School and Library", "legal", "institution"),
)
DEGREES = (("دیپلم", "Diploma"), ("کارشناسی", "Bachelor"), ("کارشناسی ارشد", "Master"), ("دکتری", "Doctorate"))
AGES = (("کودک", "Children", 0, 11), ("نوجوان", "Teenagers", 12, 17), ("بزرگسال", "Adults", 18, 120))
CHECKS = (("تماس تلفنی گرفته شد", "Called back", True), ("مشخصات همسان دیده شد", "Looked for duplicates", False))
REMARKS = (
    ("manner", "خوش‌برخورد است و تلفنی راحت‌تر سفارش می‌دهد.", False),
    ("buying", "پیش از نوروز یک‌جا و زیاد می‌خرد.", False),
    ("other", "تخفیف بیش از ده درصد به او ندهید.", True),
)


class ClubDemo(models.AbstractModel):
    """Who the customers of the demo shop are: kinds, ages, profiles, remarks."""

    _inherit = "club.demo"

    @api.model
    def _make_profiles(self, partners):
        """Fill in profiles, some complete and some not, and what the manager checks.

        :param list partners: the customers, in their order
        """
        types = self._make_named("club.customer.type", TYPES, ("person", "sales_model"))
        self._make_named("club.age.group", AGES, ("age_from", "age_to"))
        self._make_named("club.approval.check", CHECKS, ("is_required",))
        option = self.env["club.profile.option"]
        degrees = self._make_named("club.profile.option", [(*degree, "education") for degree in DEGREES], ("kind",))
        interests = option.create(
            [{"name": genre, "kind": "interest", "color": number % 11} for number, genre in enumerate(GENRES)]
        )
        self.env["club.ip.range"].create({"cidr": "81.169.0.0/16", "name": "سرورهای پروکسی"})
        for number, partner in enumerate(partners):
            legal = partner.is_company
            values = {"customer_type_id": (types[1 + number % 2] if legal else types[0]).id}
            if not legal and number % 3:
                values |= {
                    "education_id": degrees[number % len(degrees)].id,
                    "interest_ids": [fields.Command.set(interests[number % len(interests)].ids)],
                    "gender": ("female", "male")[number % 2],
                }
            partner.write(values)
        self._make_remarks(partners[:40])

    def _make_named(self, model, rows, names):
        records = self.env[model].create([{"name": row[0], **dict(zip(names, row[2:], strict=True))} for row in rows])
        self._name_in_english(records, [row[1] for row in rows])
        return records

    def _make_remarks(self, partners):
        self.env["club.customer.remark"].create(
            [
                {"partner_id": partner.id, "topic": topic, "text": text, "is_for_managers": closed}
                for number, partner in enumerate(partners)
                for topic, text, closed in REMARKS[: 1 + number % len(REMARKS)]
            ]
        )

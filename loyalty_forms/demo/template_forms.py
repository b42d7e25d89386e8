from odoo import api, models
from odoo.tools import mute_logger

COMPLAINTS = (
    ("Damaged", "جلد کتاب پاره بود و گوشه‌هایش تا خورده بود."),
    ("Wrong goods", "به جای جلد دوم، جلد اول را فرستاده‌اید."),
    ("Late", "قرار بود دو روزه برسد، هشت روز طول کشید."),
    ("Late", "بسته یک هفته در انبار پست ماند و کسی خبر نداد."),
    ("Behaviour", "صندوقدار شعبهٔ ولیعصر با بی‌حوصلگی پاسخ داد."),
    ("Something else", "کد تخفیف تولدم را سایت نمی‌پذیرد."),
)


class ClubDemo(models.AbstractModel):
    _inherit = "club.demo"

    @api.model
    def _load_forms(self):
        """Beside the shop's own forms some made from templates: with sections, pages, conditions and a guard without
        reading; and what was sent with them."""
        result = super()._load_forms()
        company = self.env["res.users"].search([("login", "=", "manager")]).company_id or self.env.company
        demo = self.with_company(company).with_context(lang="fa_IR", tracking_disable=True, mail_create_nolog=True)
        ways = {"captcha": "proof", "in_portal": True, "sms_word": "شکایت"}
        demo._make_complaints(demo._publish_template("complaint", "complaint", **ways))
        demo._publish_template("order_survey", "order-survey")
        return result

    def _publish_template(self, template, slug, **values):
        form = self.env["loyalty.form"]._from_template(template)
        form.write({"slug": slug, "is_published": True, "company_id": self.env.company.id, **values})
        return form

    def _customers_with_phone(self, count):
        domain = [("is_customer_club", "=", True), ("phone_sanitized", "!=", False)]
        return self.env["res.partner"].search(domain, order="id desc", limit=count)

    def _submit(self, form, number, answers):
        """Send a form as a visitor does, with answers by alias."""
        typed = {field.key: answers.get(field.alias, "") for field in form.field_ids}
        checked, errors = form._check_answers(typed)
        if errors:
            raise ValueError(f"{form.slug}: {errors}")
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            return form._submit(checked, {"nonce": f"demo-{form.slug}-{number}", "lang": "fa_IR"})

    def _make_complaints(self, form):
        kinds = {
            option.with_context(lang="en_US").name: option.key
            for option in form.field_ids.filtered(lambda field: field.alias == "kind").option_ids
        }
        for number, ((kind, story), partner) in enumerate(zip(COMPLAINTS, self._customers_with_phone(6), strict=False)):
            answers = {"kind": kinds[kind], "story": story, "name": partner.name, "mobile": partner.phone_sanitized}
            self._submit(form, number, answers)

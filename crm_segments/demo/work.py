import base64
import io

import xlsxwriter

from odoo import api, fields, models

#: Fields that this shop made for itself, with what some customers have there.
CUSTOM_FIELDS = (
    ({"name": "reading", "string": "شیوهٔ خواندن", "type": "selection",
      "selection": [["paper", "کاغذی"], ["screen", "الکترونیکی"], ["audio", "صوتی"]]}, ("paper", "audio", "screen")),
    ({"name": "books_a_year", "string": "کتاب در سال", "type": "integer"}, (12, 4, 30, 7)),
    ({"name": "author", "string": "نویسندهٔ محبوب", "type": "char"}, ("سیمین دانشور", "هوشنگ گلشیری", "نادر ابراهیمی")),
    ({"name": "gift_wrap", "string": "بسته‌بندی هدیه", "type": "boolean"}, (True, False)),
)  # fmt: skip
#: A list as a book fair leaves it: with a customer who is known, and with rows that cannot be taken.
FAIR_LIST = (
    ("نام", "نام خانوادگی", "موبایل", "ایمیل", "تاریخ تولد", "گروه"),
    ("نازنین", "کاظمی", "۰۹۱۲ ۴۴۴ ۵۵۶۶", "nazanin.kazemi@example.com", "۱۳۷۴/۰۲/۱۱", "خوانندگان"),
    ("بهرام", "توکلی", "09124445577", "", "1366/11/30", "دانشجویان"),
    ("لیلا", "شریفی", "۰۹۱۲۴۴۴", "", "", "خوانندگان"),
    ("آرمان", "صادقی", "09124445588", "arman.sadeghi@", "1380/13/01", ""),
    ("مینا", "قربانی", "+98 912 444 5599", "mina@example.com", "", "خوانندگان"),
    ("", "", "", "info@example.org", "", "نمایشگاه"),
)
TASKS = ("تماس برای سفارش مدرسه", "پیگیری کتاب‌های سفارشی", "دعوت به شب شعر")


class ClubDemo(models.AbstractModel):
    """What the staff of the demo shop are at: fields of their own, a list from a fair, changes of many, calls."""

    _inherit = "club.demo"

    @api.model
    def _make_work(self, company, partners):
        """
        :param company: res.company
        :param list partners: the customers, in their order
        """
        manager = self.env["res.users"].search([("login", "=", "manager")])
        demo = self.with_user(manager).with_company(company) if manager else self
        self._make_custom_fields(partners)
        self._make_duplicates(partners)
        demo._make_import()
        demo._make_changes(partners[60:100])
        for number, summary in enumerate(TASKS):
            partners[40 + number].activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=fields.Date.add(fields.Date.today(), days=number - 1),
                summary=summary,
                user_id=(manager or self.env.user).id,
            )

    def _make_custom_fields(self, partners):
        container = self.env["properties.base.definition"].sudo()
        container = container._get_definition_for_property_field("res.partner", "properties")
        own = [definition for definition, _values in CUSTOM_FIELDS]
        names = {definition["name"] for definition in own}
        kept = [item for item in container.properties_definition or [] if item["name"] not in names]
        container.properties_definition = kept + own
        for number, partner in enumerate(partners):
            if number % 4:
                partner.properties = {
                    definition["name"]: values[number % len(values)] for definition, values in CUSTOM_FIELDS
                }

    def _make_duplicates(self, partners):
        """Some of those who wait are known already: by number, or by name in other letters."""
        waiting = [partner for partner in partners if partner.approval_requested_on]
        known = [partner for partner in partners if partner.customer_status_kind == "active" and partner.phone]
        for number, partner in enumerate(waiting[:3]):
            twin = known[10 + number]
            partner.write(
                {"name": twin.name.replace("ی", "ي").replace("ک", "ك"), **({"phone": twin.phone} if number else {})}
            )

    def _make_import(self):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            sheet = book.add_worksheet("نمایشگاه")
            sheet.right_to_left()
            for number, row in enumerate(FAIR_LIST):
                sheet.write_row(number, 0, row)
        record = self.env["club.import"].create(
            {"name": "نمایشگاه کتاب.xlsx", "file": base64.b64encode(stream.getvalue()), "needs_approval": True}
        )
        record.action_check()
        record.sudo()._work()
        record.action_run()
        record.sudo()._work()

    def _make_changes(self, partners):
        customers = self.env["res.partner"].browse(partner.id for partner in partners)
        tag = self.env["res.partner.category"].create({"name": "نمایشگاه کتاب"})
        group = customers[:1].customer_group_id.search([], limit=1, order="id desc")
        Change = self.env["club.bulk.change"]
        Change._apply(customers[:25], "tag_add", tag)
        Change._apply(customers[10:18], "group", group).action_undo()

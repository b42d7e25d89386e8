import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CustomersCase

HEAD = ["نام", "نام خانوادگی", "موبایل", "ایمیل", "تاریخ تولد", "تگ‌ها"]
ALI = ["علی", "رضایی", "۰۹۱۲ ۱۱۱ ۲۲۳۳", "Ali@Example.com", "1370/04/01", "رمان، کودک"]
SARA = ["سارا", "احمدی", 9121112244, None, None, None]


class ImportCase(CustomersCase):
    def _import(self, rows, user=None, **values):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return self._import_file(stream.getvalue(), user, **values)

    def _import_file(self, content, user=None, **values):
        model = self.env["club.import"].with_user(user or self.manager)
        return model.create({"name": "list.xlsx", "file": base64.b64encode(content), **values})

    def _check(self, record):
        record.action_check()
        record.sudo()._work()
        return record

    def _run(self, record):
        if record.state == "draft":
            self._check(record)
        record.action_run()
        record.sudo()._work()
        self.assertEqual(record.state, "done")
        return record

    def _states(self, record):
        return [(row.number, row.state) for row in record.row_ids.sorted("number")]


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    # C19

    def test_a_list_in_persian(self):
        record = self._import([HEAD, ALI, SARA])
        self.assertEqual(
            record.column_ids.mapped("target"),
            ["first_name", "last_name", "phone", "email", "birthday", "category_id"],
        )
        self._check(record)
        self.assertEqual((record.state, record.ready_count, record.problem_count), ("review", 2, 0))
        self.assertFalse(self.env["res.partner"].search([("email", "=ilike", "ali@example.com")]), "nothing is touched")
        self._run(record)
        ali, sara = record.row_ids.sorted("number").partner_id
        self.assertEqual((ali.name, ali.phone_sanitized), ("علی رضایی", "+989121112233"))
        self.assertEqual((str(ali.birthday), ali.email), ("1991-06-22", "ali@example.com"))
        self.assertEqual(set(ali.category_id.mapped("name")), {"رمان", "کودک"})
        self.assertEqual((sara.name, sara.phone_sanitized), ("سارا احمدی", "+989121112244"))
        self.assertTrue(ali.is_customer_club and ali.customer_group_id and ali.customer_status_kind == "active")

    def test_the_same_again_changes_nothing(self):
        self._run(self._import([HEAD, ALI, SARA]))
        again = self._run(self._import([HEAD, ALI, SARA], on_match="update"))
        self.assertEqual(self._states(again), [(2, "same"), (3, "same")])

    def test_known_customers_are_filled_overwritten_or_left(self):
        head = ["name", "mobile", "city", "email"]
        known = self._customer("Ali", phone="+989121112233", city="Ray")
        row = ["Ali Rezai", "09121112233", "Tehran", "ali@example.com"]
        for on_match, expected in (
            ("skip", ("Ali", "Ray", False)),
            ("fill", ("Ali", "Ray", "ali@example.com")),
            ("update", ("Ali Rezai", "Tehran", "ali@example.com")),
        ):
            record = self._check(self._import([head, row], on_match=on_match))
            self.assertEqual(record.known_count, 1)
            self._run(record)
            self.assertEqual((known.name, known.city, known.email), expected, on_match)
        self.assertEqual(self.env["res.partner"].search_count([("phone_sanitized", "=", "+989121112233")]), 1)

    def test_new_customers_can_be_left_out(self):
        record = self._run(self._import([HEAD, ALI], on_new="skip"))
        self.assertEqual(self._states(record), [(2, "skipped")])
        self.assertFalse(record.done_count)

    def test_problems_are_named_cell_by_cell_and_come_back_as_excel(self):
        record = self._check(
            self._import(
                [HEAD, ALI, ["رضا", "", "12", "no mail", "1403/13/40", None], [None, None, None, None, None, "x"]]
            )
        )
        self.assertEqual(record.problem_count, 1)
        row = record.row_ids.filtered(lambda row: row.state == "problem")
        self.assertEqual(set(row.problems), {"2", "3", "4"})
        self.assertIn("موبایل: “12” is no phone number.", row.problem)
        self.assertIn("no mail", record.preview)
        self.assertEqual(record.column_ids.mapped("problem_count"), [0, 0, 1, 1, 1, 0])
        self._run(record)
        self.assertEqual(self._states(record), [(2, "created"), (3, "problem"), (4, "problem")])
        self.assertIn("needs a name", record.row_ids[-1].problem)
        attachment = int(record.action_problems()["url"].split("/")[3].split("?")[0])
        sheet = openpyxl.load_workbook(io.BytesIO(self.env["ir.attachment"].browse(attachment).raw)).active
        rows = list(sheet.values)
        self.assertEqual(rows[0][:3], ("What is wrong", "Row", "نام"))
        self.assertEqual([line[1] for line in rows[1:]], [3, 4])
        self.assertEqual(rows[1][4], "12")

    def test_a_row_that_the_database_refuses_does_not_stop_the_others(self):
        create = type(self.env["res.partner"]).create

        def refusing(partners, vals_list):
            if any(vals.get("name") == "Bad" for vals in vals_list):
                raise ValueError("This shop does not serve Bad.")
            return create(partners, vals_list)

        self.patch(type(self.env["res.partner"]), "create", refusing)
        names = ["A", "B", "Bad", "C", "D", "E"]
        record = self._run(self._import([["name", "mobile"], *([name, None] for name in names)]))
        self.assertEqual([state for _number, state in self._states(record)].count("created"), 5)
        [wrong] = record.row_ids.filtered(lambda row: row.state == "problem")
        self.assertEqual((wrong.number, wrong.problem), (4, "This shop does not serve Bad."))

    def test_two_rows_of_one_customer_make_one(self):
        record = self._run(self._import([HEAD, SARA, [*SARA[:3], "sara@example.com", None, None]]))
        self.assertEqual(self._states(record), [(2, "created"), (3, "updated")])
        self.assertEqual(record.row_ids.partner_id.email, "sara@example.com")
        self.assertEqual(len(record.row_ids.partner_id), 1)

    def test_a_row_that_speaks_of_two_customers_is_refused(self):
        self._customer("A", phone="+989121112233")
        self._customer("B", email="b@example.com")
        record = self._check(self._import([["name", "mobile", "email"], ["C", "09121112233", "b@example.com"]]))
        self.assertEqual(self._states(record), [(2, "problem")])

    def test_into_group_tags_and_segment(self):
        group = self.env["club.customer.group"].create({"name": "Fair"})
        tag = self.env["res.partner.category"].create({"name": "Fair 1405"})
        segment = self.env["club.segment"].create({"name": "Fair", "kind": "static"})
        record = self._run(
            self._import([HEAD, ALI], group_id=group.id, tag_ids=tag.ids, segment_id=segment.id, needs_approval=True)
        )
        partner = record.row_ids.partner_id
        self.assertEqual(partner.customer_status_kind, "pending")
        self.assertEqual(partner.approval_source, "import")
        self.assertIn(tag, partner.category_id)
        self.assertEqual(segment.partner_ids, partner)

    def test_custom_fields(self):
        # C6
        definition = (
            self.env["properties.base.definition"]
            .sudo()
            ._get_definition_for_property_field("res.partner", "properties")
        )
        definition.properties_definition = [
            {"name": "size", "string": "Shoe Size", "type": "selection", "selection": [["s", "Small"], ["l", "Large"]]},
            {"name": "visits", "string": "Visits", "type": "integer"},
        ]
        record = self._import([["Name", "shoe size", "VISITS"], ["Ali", "large", "۷"], ["Sara", "huge", None]])
        self.assertEqual(record.column_ids.mapped("target"), ["name", "properties.size", "properties.visits"])
        self._run(record)
        self.assertEqual(self._states(record), [(2, "created"), (3, "problem")])
        values = {
            item["name"]: item["value"] for item in record.row_ids[0].partner_id.read(["properties"])[0]["properties"]
        }
        self.assertEqual(values, {"size": "l", "visits": 7})
        again = self._run(self._import([["Name", "shoe size", "VISITS"], ["Ali", "Large", "7"]], on_match="update"))
        self.assertEqual(again.row_ids.state, "created", "no column says who he is")

    def test_undo(self):
        known = self._customer("Ali", phone="+989121112233", city="Ray")
        rows = [["name", "mobile", "city", "email"]]
        rows += [["Ali R", "09121112233", "Tehran", "ali@example.com"], ["New", "09121112255", "Qom", None]]
        rows += [["Buyer", "09121112266", None, None]]
        record = self._run(self._import(rows, on_match="update"))
        new, buyer = record.row_ids.sorted("number")[1:].partner_id
        self._sale_order(buyer)
        known.city = "Isfahan"  # somebody has seen to him since
        record.action_undo()
        record.sudo()._work()
        self.assertEqual(record.state, "undone")
        self.assertEqual((known.name, known.city, known.email), ("Ali", "Isfahan", False))
        self.assertFalse(new.exists())
        self.assertTrue(buyer.exists() and not buyer.active)
        self.assertEqual(self._states(record), [(2, "kept"), (3, "undone"), (4, "kept")])

    def test_customers_who_get_the_same_are_written_together_and_undone_apart(self):
        before = [("+989121112233", "Ray"), ("+989121112244", False), ("+989121112255", "Tehran")]
        known = self.env["res.partner"].browse(
            self._customer(f"Known {number}", phone=phone, city=city).id for number, (phone, city) in enumerate(before)
        )
        rows = [["mobile", "city"], *(["0" + phone[3:], "Tehran"] for phone, _city in before)]
        written, write = [], type(known).write

        def counted(partners, vals):
            written.append((len(partners), vals))
            return write(partners, vals)

        self.patch(type(known), "write", counted)
        record = self._run(self._import(rows, on_match="update"))
        self.assertIn((2, {"city": "Tehran"}), written)
        self.assertEqual(self._states(record), [(2, "updated"), (3, "updated"), (4, "same")])
        record.action_undo()
        record.sudo()._work()
        self.assertEqual(known.mapped("city"), ["Ray", False, "Tehran"])

    def test_a_number_spelled_in_another_way_is_no_news(self):
        known = self._customer("Ali", phone="0912 111 2233", email="Ali@Example.com")
        self.assertEqual(known.phone_sanitized, "+989121112233")
        rows = [["mobile", "email"], ["+98 912 1112233", "ali@example.com"]]
        record = self._run(self._import(rows, on_match="update"))
        self.assertEqual(self._states(record), [(2, "same")])
        self.assertEqual((known.phone, known.email), ("0912 111 2233", "Ali@Example.com"))

    def test_stop_and_go_on(self):
        record = self._check(self._import([HEAD, ALI, SARA]))
        self.patch(type(self.env["club.import"]), "_first_of_each_key", lambda self, rows, keys: rows[:1])
        record.action_run()
        record.sudo()._work(lambda count: record.action_stop() or False)
        self.assertEqual((record.state, record.done_count, record.ready_count), ("paused", 1, 1))
        record.action_run()
        record.sudo()._work()
        self.assertEqual((record.state, record.done_count), ("done", 2))

    def test_what_was_chosen_is_remembered(self):
        record = self._import([["کد ما", "نام"], ["17", "علی"]])
        self.assertEqual(record.column_ids.mapped("target"), [False, "name"])
        record.column_ids[0].write({"target": "ref", "is_key": True})
        self._check(record)
        again = self._import([["نام", "كد ما"], ["علی", "17"]])
        self.assertEqual(again.column_ids.mapped("target"), ["name", "ref"])

    def test_columns_are_validated(self):
        record = self._import([HEAD, ALI])
        with self.assertRaises(ValidationError):
            record.column_ids[0].target = "nonsense"
        with self.assertRaises(ValidationError):
            record.column_ids[0].target = "email"
        record.column_ids.target = False
        with self.assertRaises(UserError):
            record.action_check()

    def test_csv_of_windows(self):
        text = "نام;موبایل\r\nعلي;09121112233\r\n".replace("ی", "ي")
        record = self._run(self._import_file(text.encode("cp1256")))
        self.assertEqual(record.row_ids.partner_id.name, "علی")

    def test_hostile_files_are_refused_kindly(self):
        for content, words in (
            (b"%PDF-1.7", "no Excel file"),
            (b"PK\x03\x04x", "no Excel file"),
            (b"\x00\x01", "no Excel"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._import_file(content)
        record = self._import_file(b'name,mobile\n"=cmd|calc",09121112233\n"<script>x</script>",09121112244\n')
        self._check(record)
        self.assertNotIn("<script>", record.preview)
        self._run(record)
        self.assertEqual(record.row_ids[0].partner_id.name, "=cmd|calc")

    def test_rights(self):
        # X2
        with self.assertRaises(AccessError):
            self._import([HEAD, ALI], user=self.user)
        record = self._run(self._import([HEAD, ALI]))
        with self.assertRaises(AccessError):
            record.row_ids.with_user(self.user).read(["cells"])
        other = self.env["res.company"].create({"name": "Second"})
        record.sudo().company_id = other
        self.assertFalse(self.env["club.import"].with_user(self.manager).search([("id", "=", record.id)]))

    def test_staff_is_never_touched_by_a_list(self):
        staff = self.manager.partner_id
        staff.write({"phone": "+989121112233", "name": "Chief"})
        record = self._run(self._import([["name", "mobile"], ["Mallory", "09121112233"]], on_match="update"))
        self.assertEqual(staff.name, "Chief")
        self.assertNotEqual(record.row_ids.partner_id, staff)

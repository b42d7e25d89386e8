import base64
import io

from PIL import Image, ImageDraw, PngImagePlugin  # noqa: F401
from werkzeug.datastructures import MultiDict

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..tools.errors import AnswerError
from ..tools.upload import Upload
from .common import FormsCase


def data_url(content):
    return "data:image/png;base64," + base64.b64encode(content).decode()


def png(draw=True, size=(300, 100), mode="RGBA"):
    image = Image.new(mode, size)
    if draw:
        ImageDraw.Draw(image).line((10, 10, 200, 80), fill="black", width=3)
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestMoreFieldKinds(FormsCase):
    """F2: the types that have more than one control."""

    def _one(self, kind, **values):
        return self._form([{"kind": kind, "alias": "it", **values}]).field_ids

    def test_a_moment_is_meant_in_the_zone_of_the_company(self):
        self.env.company.partner_id.tz = "Asia/Tehran"
        field = self._one("date_time")
        self.assertEqual(field._answer(["1405/09/02", "14:30"]), "2026-11-23 11:00:00")
        self.assertEqual(field._answer("2026-11-23T14:30"), "2026-11-23 11:00:00")
        self.assertEqual(field._display_answer("2026-11-23 11:00:00"), "2026-11-23 14:30")
        shown = field.with_context(lang="fa_IR")._display_answer("2026-11-23 11:00:00")
        self.assertEqual(shown, "۱۴۰۵/۰۹/۰۲ ۱۴:۳۰")

    def test_half_a_moment_is_refused(self):
        field = self._one("date_time")
        for raw in (
            ["1405/09/02", ""],
            ["", "14:30"],
            ["1405/13/02", "14:30"],
            ["1405/09/02", "25:00"],
            ["x" * 99, "1"],
        ):
            with self.subTest(raw=raw), self.assertRaises(AnswerError):
                field._answer(raw)

    def test_limits_of_moments(self):
        field = self._one("date_time", minimum="1405/09/02 09:00", maximum="1405/09/02 18:00")
        self.assertTrue(field._answer(["1405/09/02", "9:00"]))
        for time in ("8:59", "18:01"):
            with self.subTest(time=time), self.assertRaises(AnswerError):
                field._answer(["1405/09/02", time])
        with self.assertRaises(ValidationError):
            self._one("date_time", minimum="tomorrow")

    def test_lines_with_columns(self):
        field = self._one("list", options=["Name", "Age"], minimum="2", maximum="۳")
        key = field.key
        typed = field._typed(MultiDict([(f"{key}_0", "Sara"), (f"{key}_0", "Reza"), (f"{key}_1", "12")]))
        self.assertEqual(field._answer(typed), "Sara | 12\nReza | ")
        with self.assertRaises(AnswerError):
            field._answer([["Sara", "12"]])
        with self.assertRaises(AnswerError):
            field._answer([["a", "1"]] * 4)
        shown = field._page_values(typed, None)
        self.assertEqual([row[0]["raw"] for row in shown["rows"]], ["Sara", "Reza", ""])
        with self.assertRaises(ValidationError):
            self._one("list", maximum="1000000")

    def test_a_signature_is_drawn_anew_and_kept_private(self):
        form = self._form([{"kind": "signature", "alias": "it", "required": True}])
        with Image.open(io.BytesIO(png())) as image:
            note, hidden = PngImagePlugin.PngInfo(), io.BytesIO()
            note.add_text("Comment", "<script>")
            image.save(hidden, format="PNG", pnginfo=note)
        entry = self._send(form, {"it": [data_url(hidden.getvalue()), ""]})
        [attachment] = self.env["ir.attachment"].search([("res_model", "=", entry._name), ("res_id", "=", entry.id)])
        self.assertFalse(attachment.public)
        self.assertNotIn(b"<script>", attachment.raw)
        self.assertEqual(entry._stored_answers()[form.field_ids.key], "signature.png")

    def test_a_signature_may_be_a_written_name(self):
        field = self._one("signature", required=True)
        self.assertEqual(field._answer(["", " سارا  رضایی "]), "سارا رضایی")
        self.assertIsInstance(field._answer([data_url(png()), ""]), Upload)
        for raw in (["", ""], [data_url(png(draw=False)), ""], ""):
            with self.subTest(raw=raw[:1]), self.assertRaises(AnswerError):
                field._answer(raw)

    def test_what_is_no_signature(self):
        field = self._one("signature")
        bomb = png(draw=False, size=(4000, 4000), mode="1")
        self.assertLess(len(data_url(bomb)), 16_000)
        for drawn in (
            data_url(bomb),
            data_url(b"<svg onload=alert(1)>"),
            "data:image/svg+xml;base64,AAAA",
            "data:image/png;base64,!!!",
            "javascript:alert(1)",
            "data:image/png;base64," + "A" * 100_000,
        ):
            with self.subTest(drawn=drawn[:30]), self.assertRaises(AnswerError):
                field._answer([drawn, ""])
            self.assertIsNone(field._answer([data_url(png()[:60]), ""]), "a cut picture has no ink")
            self.assertNotIn("javascript", field._page_values([drawn, ""], None)["drawn"])

import io

from PIL import Image

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_form_page import PageCase

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(image_format="JPEG", size=(40, 30), **options):
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, image_format, **options)
    return file.getvalue()


@tagged("post_install", "-at_install")
class TestUpload(PageCase):
    """F2: files and pictures from strangers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [{"kind": "file", "alias": "file"}, {"kind": "picture", "alias": "photo"}], company_id=cls.company.id
        )
        for period in ("minute", "hour"):
            cls.env["ir.config_parameter"].set_param(f"loyalty_forms.limit_per_{period}", "1000")

    def _upload(self, alias, name, content):
        key = self._field(self.form, alias).key
        return self._post(self.form, {}, files={key: (name, content, "application/pdf")})

    def _attachments(self):
        entries = self._entries(self.form)
        return self.env["ir.attachment"].search([("res_model", "=", entries._name), ("res_id", "in", entries.ids)])

    def test_a_file_is_private_and_with_its_entry(self):
        self._thanks(self._upload("file", "../../کتاب\u202e.pdf", PDF))
        attachment = self._attachments()
        self.assertEqual((attachment.name, attachment.raw, attachment.public), ("کتاب.pdf", PDF, False))
        self.assertEqual(attachment.mimetype, "application/pdf")
        self.assertEqual(list(self._entries(self.form)._stored_answers().values()), ["کتاب.pdf"])
        attachment.with_user(self.user).check_access("read")
        for user in (self.outsider, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                attachment.with_user(user).check_access("read")
        self.assertNotEqual(self.url_open(f"/web/content/{attachment.id}").status_code, 200)

    def test_what_a_file_is_not(self):
        for name, content in [
            ("page.html", b"<html><script>alert(1)</script></html>"),
            ("page.pdf", b"<html><script>alert(1)</script></html>"),
            ("run.exe", b"MZ" + b"\0" * 100),
            ("run.pdf", b"MZ" + b"\0" * 100),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
            ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
            ("noending", PDF),
            ("a.pdf", b""),
        ]:
            with self.subTest(name=name, content=content[:10]):
                self.assertEqual(self._upload("file", name, content).status_code, 422)
        self.assertFalse(self._entries(self.form))
        self.assertFalse(self._attachments())

    def test_text_instead_of_a_file(self):
        response = self._post(self.form, {"file": "/etc/passwd"})
        self.assertEqual(response.status_code, 422)

    def test_too_big_a_file_and_too_big_a_request(self):
        self.assertEqual(self._upload("file", "a.pdf", PDF + b"0" * 5 * 1024 * 1024).status_code, 422)
        self.assertEqual(self._upload("file", "a.pdf", PDF + b"0" * 11 * 1024 * 1024).status_code, 413)
        self.assertFalse(self._attachments())

    def test_a_picture_is_drawn_anew(self):
        exif = Image.Exif()
        exif[0x010E] = "secret place"
        hidden = picture(exif=exif) + b"<script>alert(1)</script>"
        self._thanks(self._upload("photo", "me.jpg", hidden))
        raw = self._attachments().raw
        self.assertEqual(Image.open(io.BytesIO(raw)).size, (40, 30))
        self.assertNotIn(b"secret place", raw)
        self.assertNotIn(b"<script>", raw)

    def test_every_allowed_format(self):
        for name, image_format in [("a.png", "PNG"), ("a.webp", "WEBP"), ("a.jpeg", "JPEG")]:
            self._thanks(self._upload("photo", name, picture(image_format, size=(4000, 30))))
        self.assertEqual({Image.open(io.BytesIO(raw)).width for raw in self._attachments().mapped("raw")}, {1920})

    def test_what_is_no_picture(self):
        bomb = bytearray(picture("PNG"))
        bomb[16:24] = (60000).to_bytes(4, "big") * 2  # says that it has 3.6 thousand million pixels
        for name, content in [
            ("a.jpg", picture()[:100]),
            ("a.png", picture()),
            ("a.gif", picture("GIF")),
            ("a.png", bytes(bomb)),
            ("a.jpg", PDF),
        ]:
            with self.subTest(name=name, content=content[:10]):
                self.assertEqual(self._upload("photo", name, content).status_code, 422)
        self.assertFalse(self._attachments())

    def test_files_of_machines_are_not_kept(self):
        _response, page = self._get(self.form)
        [trap] = page.xpath("//div[@aria-hidden='true']/input/@name")
        key = self._field(self.form, "file").key
        self._thanks(self._post(self.form, {trap: "x"}, files={key: ("a.pdf", PDF)}))
        self.assertEqual(self._entries(self.form).state, "spam")
        self.assertFalse(self._attachments())

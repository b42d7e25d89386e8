import base64
import json

from lxml import html

from odoo.tests import tagged

from ..tools import proof
from .test_form_page import PageCase


@tagged("post_install", "-at_install")
class TestFormCaptcha(PageCase):
    """F4: the security text without third parties: seen, heard, or worked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [{"kind": "text", "alias": "name", "required": True}], company_id=cls.company.id, captcha="proof"
        )
        cls.env["ir.config_parameter"].set_param("loyalty_forms.proof_cost", "50")

    def _task(self):
        page = self._get(self.form)[1]
        [task] = page.xpath("//div[contains(@class, 'o_loyalty_proof')]/@data-task")
        return page.xpath("//input[@name='token']/@value")[0], json.loads(task)

    def test_a_solved_task_counts_once(self):
        token, task = self._task()
        answer = proof.solve(task)
        self._thanks(self._post(self.form, {"name": "Sara", "proof": answer}, token=token))
        replayed = self._post(self.form, {"name": "Again", "proof": answer})
        self.assertEqual(replayed.status_code, 422)
        self.assertEqual(len(self._entries(self.form)), 1)

    def test_without_the_task_the_picture_is_asked_for(self):
        response = self._post(self.form, {"name": "Sara"})
        self.assertEqual(response.status_code, 422)
        page = html.fromstring(response.text)
        self.assertTrue(page.xpath("//input[@name='picture']"))
        self.assertEqual(page.xpath(f"//input[@id='{self.form.field_ids.key}']/@value"), ["Sara"])
        self.assertFalse(self._entries(self.form))

    def test_forged_answers(self):
        self.env["ir.config_parameter"].set_param("loyalty_forms.limit_per_minute", "100")
        _token, task = self._task()
        right = json.loads(base64.b64decode(proof.solve(task)))

        def packed(values):
            return base64.b64encode(json.dumps(values).encode()).decode()

        for bad in (
            "", "x", "AAAA", packed([]), packed({}), packed({**right, "number": right["number"] + 1}),
            packed({**right, "signature": "0" * 64}), packed({**right, "salt": "x"}), packed({**right, "number": {}}),
            packed({**right, "algorithm": "MD5"}), packed({**right, "salt": "x?expires=9999999999&"}),
            packed({**right, "challenge": ["a"]}), "A" * 1_000_000, packed({**right, "extra": "x" * 5000}),
        ):  # fmt: skip
            with self.subTest(bad=bad[:30]):
                self.assertIn(self._post(self.form, {"name": "Bot", "proof": bad}).status_code, (413, 422))
        self.assertFalse(self._entries(self.form))

    def test_the_picture_can_be_heard(self):
        self.form.captcha = "picture"
        page = self._get(self.form)[1]
        [source] = page.xpath("//audio/@src")
        response = self.url_open(source)
        self.assertEqual((response.status_code, response.headers["Content-Type"]), (200, "audio/wav"))
        self.assertEqual(response.content[:4], b"RIFF")
        for bad in ("", "x", "A" * 900):
            self.assertEqual(self.url_open(f"/loyalty_forms/sound?t={bad}").status_code, 404)
        codes = [self.url_open(source).status_code for _again in range(5)]
        self.assertEqual(codes[-1], 404, "a picture is not spoken without end")

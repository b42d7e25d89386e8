from odoo.tests import tagged

from odoo.addons.crm_segments.tests.recipes import load_recipe

from ..tools.errors import AnswerError
from .common import FormsCase


@tagged("post_install", "-at_install")
class TestFieldRecipe(FormsCase):
    """The type of form field that docs/extending.md shows works as it stands there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_recipe(cls, "loyalty_forms/models/field_types/national_code.py")
        cls.form = cls._form([{"kind": "national_code", "alias": "code"}])
        cls.field = cls._field(cls.form, "code")

    def test_it_takes_what_is_right_however_it_is_typed(self):
        self.assertIn(("national_code", "National code"), self.field._selection_kind())
        for typed in ("0499370899", " 049-937089-9 ", "۰۴۹۹۳۷۰۸۹۹"):
            self.assertEqual(self.field._answer(typed), "0499370899")
        self.assertFalse(self.field._answer(""))

    def test_it_refuses_the_rest(self):
        for typed in ("0499370898", "1111111111", "049937089", "<script>", "9" * 10000):
            with self.assertRaises(AnswerError, msg=typed[:20]):
                self.field._answer(typed)

    def test_an_entry_keeps_it(self):
        entry = self._send(self.form, {"code": "۰۴۹۹۳۷۰۸۹۹"})
        self.assertIn("0499370899", str(entry.read()))

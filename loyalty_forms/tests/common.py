"""Builders for tests of forms."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.crm_segments.tests.common import CustomersCase

from ..tools import captcha

ALL_KINDS = [
    "text", "paragraph", "email", "phone", "number", "price", "date", "time", "choice", "dropdown", "choices", "yesno",
    "url", "address", "rating", "nps", "consent", "file", "picture", "hidden", "heading", "date_time", "list",
    "signature", "section", "page",
]  # fmt: skip


class FormsCase(CustomersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Counters are written in transactions of their own: those of earlier runs are still there.
        with cls.registry.cursor() as cr:
            cr.execute("DELETE FROM loyalty_form_hit")
        # Tests are faster than people; the tests of the trap set it again.
        cls.env["ir.config_parameter"].set_param("loyalty_forms.min_seconds", "0")

    @classmethod
    def _form(cls, fields=(), **values):
        """A published form without security text.

        :param fields: dicts of values of fields; ``options`` is a list of names
        """
        commands = []
        for index, vals in enumerate(fields):
            vals = {"label": vals.get("alias") or vals["kind"], "sequence": index, **vals}
            options = vals.pop("options", [])
            vals["option_ids"] = [Command.create({"name": name}) for name in options]
            commands.append(Command.create(vals))
        defaults = {"name": "Test", "captcha": "none", "is_published": True, "field_ids": commands}
        return cls.env["loyalty.form"].create({**defaults, **values})

    @classmethod
    def _manager_of(cls, company):
        """A manager who works in that company alone."""
        group = "crm_segments.crm_segments_group_manager"
        return new_test_user(cls.env, "club_other", group, company_id=company.id, company_ids=[company.id])

    @classmethod
    def _registration(cls, **values):
        """A published registration form as the ready template makes it, without security text."""
        template = cls.env["loyalty.form"]._registration_template()
        return cls.env["loyalty.form"].create({**template, "captcha": "none", "is_published": True, **values})

    @classmethod
    def _field(cls, form, alias):
        return form.field_ids.filtered(lambda field: field.alias == alias)

    @classmethod
    def _send(cls, form, answers=None, **meta):
        """Submit checked answers as the controller does.

        :param dict answers: what was typed, by alias
        """
        typed = {cls._field(form, alias).key: text for alias, text in (answers or {}).items()}
        checked, errors = form._check_answers(typed)
        assert not errors, errors
        nonce = f"nonce{cls.env['loyalty.form.entry'].search_count([])}"
        return form._submit(checked, {"nonce": nonce, "ip": "203.0.113.7", "lang": "en_US", **meta})


def known_picture(text="23456"):
    """While this lasts, every picture shows this text."""
    return patch.object(captcha, "make_text", lambda choice: text)

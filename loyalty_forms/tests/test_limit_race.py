import threading

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged

from ..tools.errors import AnswerError

PEOPLE = 4


@tagged("post_install", "-at_install")
class TestLimitRace(TransactionCase):
    """F5, F3: the last place of a form and an answer that may be given once go to one, on real connections."""

    def _in_new_transaction(self, function):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return retrying(lambda: function(env), env)

    def _make_form(self, env, **values):
        unique = bool(values.pop("unique", False))
        field = Command.create({"kind": "text", "label": "Name", "alias": "name", "unique": unique})
        company = env["res.company"].search([], limit=1)
        defaults = {"name": "Race", "company_id": company.id, "captcha": "none", "is_published": True}
        return env["loyalty.form"].create({**defaults, "field_ids": [field], **values}).id

    def _remove(self, env, form_id):
        form = env["loyalty.form"].browse(form_id)
        form.entry_ids.unlink()
        form.unlink()

    def _send_at_once(self, form_id):
        """Several people send the same form at the same instant.

        :return: for each, whether he was taken, or the error
        """
        barrier, results = threading.Barrier(PEOPLE), []

        def person(number):
            waited = []

            def send(env):
                form = env["loyalty.form"].browse(form_id)
                answers = {form.field_ids.key: "same"}
                if not waited:  # each has his own view of the database before anybody goes on
                    waited.append(barrier.wait(timeout=20))
                return bool(form._submit(answers, {"nonce": f"limit{form_id}-{number}", "lang": "en_US"}))

            try:
                results.append(self._in_new_transaction(send))
            except AnswerError as error:
                results.append(error)

        threads = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(len(results), PEOPLE)
        return results

    def _race(self, **values):
        form_id = self._in_new_transaction(lambda env: self._make_form(env, **values))
        self.addCleanup(lambda: self._in_new_transaction(lambda env: self._remove(env, form_id)))
        results = self._send_at_once(form_id)
        count = self._in_new_transaction(lambda env: len(env["loyalty.form"].browse(form_id).entry_ids))
        return results, count

    def test_the_last_place_goes_to_one(self):
        results, count = self._race(max_entries=1)
        self.assertEqual((results.count(True), results.count(False), count), (1, PEOPLE - 1, 1))

    def test_an_answer_that_may_be_given_once_is_given_once(self):
        results, count = self._race(unique=True)
        self.assertEqual((results.count(True), count), (1, 1))
        self.assertTrue(all(isinstance(result, AnswerError) for result in results if result is not True))

"""Builders for tests of messages, and a stand-in for a provider that cannot be reached in tests."""

from contextlib import nullcontext
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from odoo.addons.crm_segments.tests.common import CustomersCase

from .. import transport
from ..tools.outcome import accepted
from .stubs import StubServer


class SmsCase(CustomersCase):
    """Two companies, each with a gateway, whose answers a test decides with `answers`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.sms.gateway"].search([]).active = False
        cls.other_company = cls.env["res.company"].create({"name": "Second", "country_id": cls.env.ref("base.ir").id})
        cls.env.user.company_ids |= cls.other_company
        cls.gateway = cls._gateway("First")
        cls.sent = []

    @classmethod
    def _gateway(cls, name, **values):
        return cls.env["loyalty.sms.gateway"].create(
            {
                "name": name,
                "kind": "kannel",
                "url": "http://127.0.0.1:9/cgi-bin/sendsms",
                "username": "the-user",
                "password": "the-password",
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _sms(cls, number="+989121234567", body="hello", **values):
        return cls.env["sms.sms"].create({"number": number, "body": body, **values})

    def _message(self, sms):
        return self.env["loyalty.sms.message"].search([("uuid", "=", sms.uuid)])

    def _enqueue(self, number="+989121234567", body="hello", **values):
        """An outbox row without a native message."""
        uuid = uuid4().hex
        item = {"uuid": uuid, "number": number, "body": body, **values}
        self.env["loyalty.sms.message"]._enqueue(self.company, [item])
        return self.env["loyalty.sms.message"].search([("uuid", "=", uuid)])

    def _run_cron(self, name):
        """Run a scheduled action as the scheduler does."""
        mode = nullcontext() if self._registry_patched else self.enter_registry_test_mode()
        with mode:
            self.env.ref(name).method_direct_trigger()
        self.env.invalidate_all()

    def _process_queue(self):
        """Odoo's own queue."""
        self._run_cron("sms.ir_cron_sms_scheduler_action")

    def _dispatch(self, answer=None):
        """Run the dispatcher; what would leave is kept in `self.sent`.

        :param answer: function of gateway and attempt that gives the `Outcome`; accepted by default
        """
        self.sent = []

        def request(_provider, gateway, attempts):
            outcomes, error = [], None
            for attempt in attempts:
                self.sent.append((gateway.id, attempt.number, attempt.message_id.body, attempt.ref))
                try:
                    outcomes.append((answer or (lambda gateway, attempt: accepted("id-1")))(gateway, attempt))
                except Exception as raised:
                    error = raised

            def read(_status, _body):
                if error:
                    raise error
                return outcomes

            return transport.Request("GET", "http://stand.in", read)

        provider = self.env.registry["loyalty.sms.provider.kannel"]
        with (
            patch.object(provider, "_request", request),
            patch.object(transport, "request", return_value=transport.Answer(200, "")),
            self.enter_registry_test_mode(),
        ):
            self.env["loyalty.sms.dispatcher"]._run()
        self.env.invalidate_all()


class KavenegarStub(StubServer):
    """A stand-in for Kavenegar that answers as its documentation says; the real one needs an account.

    :ivar answers: ``{method: (HTTP status, JSON or text)}`` such as ``{"sms/send": (200, {...})}``
    :ivar requests: ``[(method, api key, form)]`` in the order they came
    """

    def __init__(self):
        super().__init__()
        self.answers, self.requests = {}, []

    def _serve(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        form = {name: value[0] for name, value in parse_qs(handler.rfile.read(length).decode()).items()}
        _empty, _version, key, *method = urlsplit(handler.path).path.removesuffix(".json").split("/")
        method = "/".join(method)
        self.requests.append((method, key, form))
        status, body = self.answers[method]
        if status is None:  # the connection breaks after the request was read
            handler.connection.close()
            return
        self._answer(handler, status, body)

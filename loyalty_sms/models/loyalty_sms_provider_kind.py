from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ..transport import Answer, exchange, request

_lt = LazyTranslate(__name__)

ABILITIES = {
    "_reports": _lt("Delivery reports"),
    "_inbound": _lt("Replies of customers"),
    "_asks": _lt("Can be asked what became of a message after a crash"),
    "_drops_repeats": _lt("Drops a repeated message by itself"),
    "_batches": _lt("Takes many messages at once"),
    "_templates": _lt("Sends one-time codes by a template of its own"),
    "_tells_credit": _lt("Tells its credit"),
    "_tells_cost": _lt("Tells the cost of each message"),
}


class LoyaltySmsProviderKind(models.AbstractModel):
    """Family of SMS providers.

    A provider is one file: a kind of this family that turns a message into a request and an answer into an `Outcome`,
    with its wire format as pure functions in `tools`. The attributes below say what the provider can do; the set-up
    page shows what it cannot.
    """

    _name = "loyalty.sms.provider.kind"
    _inherit = ["club.kind"]
    _description = "SMS Provider"

    _reports = False  # tells the fate of a message to our address
    _inbound = False  # sends us the replies of customers
    _asks = False  # `_ask` answers
    _drops_repeats = False  # the same client reference twice gives one message
    _templates = False  # `_code_request` answers
    _tells_credit = False
    _tells_cost = False
    _batch_size = 1  # messages that one request carries
    _batch_texts = False  # and whether their texts may differ
    # Fields of the gateway that the provider uses: the form shows just these, the first list is required.
    _required = ()
    _optional = ()

    @property
    def _batches(self):
        return self._batch_size > 1

    def _request(self, gateway, attempts):
        """The request that hands over messages. It is made after the commit that marks them as being handed over, and
        must not write anything.

        :param gateway: `loyalty.sms.gateway`, one record, as superuser
        :param attempts: `loyalty.sms.attempt`, up to `_batch_size` records to different numbers, all with the same
            text unless `_batch_texts`
        :rtype: Request
        """
        raise NotImplementedError

    def _code_request(self, gateway, attempt, code):
        """The request that sends a one-time code by the template that the provider has approved. It goes by another
        line, faster, and to numbers that refuse advertising.

        :param attempt: `loyalty.sms.attempt`, one record
        :param str code: the code alone
        :rtype: Request
        """
        raise NotImplementedError

    def _send(self, gateway, attempts):
        """Hand over messages now, in this thread.

        :return: list of `Outcome`, in the order of the attempts
        """
        return exchange(self._request(gateway, attempts), len(attempts), gateway._secrets())

    def _ask(self, gateway, attempt):
        """Ask what became of an attempt without a known outcome.

        :return: a state of the attempt, ``"missing"`` when the provider never got it, or None when it cannot tell yet
        """
        return None

    def _ask_many(self, gateway, attempts):
        """Ask about many attempts; providers that answer about many at once override this.

        :return: ``{id of the attempt: as `_ask`}``
        """
        return {attempt.id: self._ask(gateway, attempt) for attempt in attempts}

    def _is_genuine(self, gateway, url, body, headers):
        """Whether a call to us is the provider's own, where he signs them; the secret in the address is checked before.

        :param str url: our address as the provider knows it, with the query
        :param str body: the body as it came
        :param headers: of the call, by name
        """
        return True

    def _read_report(self, gateway, query, body):
        """Read a delivery report.

        :param str query: the query string as it came
        :param str body: the body as it came
        :return: ``(state of the attempt or None, text)``
        """
        return None, ""

    def _report_number(self, gateway, query, body):
        """:return: the number that a report is about, for providers that report on many messages by one reference"""
        return ""

    def _read_inbound(self, gateway, query, body):
        """Read a message of a customer.

        :return: dict with ``sender``, ``receiver``, ``text``, ``external_id`` and, where the provider tells it,
            ``sent_at`` (seconds since 1970, as text)
        """
        return {}

    def _credit(self, gateway):
        """:return: ``(what is left, unit)``, the unit a currency or ``"SMS"``; None when the provider does not tell"""
        return None

    def _set_up(self, gateway):
        """:return: what must be done at the provider, as safe HTML"""
        return Markup()

    def _call(self, method, url, **options):
        """Ask the provider something.

        :return: body of the answer, or None when there was none
        """
        answer = request(method, url, **options)
        return answer.body if isinstance(answer, Answer) else None

    def _abilities(self):
        """:return: ``[(label, whether the provider has it)]``"""
        return [(str(label), bool(getattr(self, name))) for name, label in ABILITIES.items()]

from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ..tools.mask import mask
from ..tools.outcome import unknown
from ..transport import Answer, request

_lt = LazyTranslate(__name__)

ABILITIES = {
    "_reports": _lt("Delivery reports"),
    "_inbound": _lt("Replies of customers"),
    "_asks": _lt("Can be asked what became of a message after a crash"),
    "_drops_repeats": _lt("Drops a repeated message by itself"),
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
    _tells_credit = False
    _tells_cost = False
    # Fields of the gateway that the provider uses: the form shows just these, the first list is required.
    _required = ()
    _optional = ()

    def _send(self, gateway, attempt):
        """Hand over one message. Never called inside of a business transaction.

        :param gateway: `loyalty.sms.gateway`, one record, as superuser
        :param attempt: `loyalty.sms.attempt`, one record, already stored as submitting
        :return: `Outcome`
        """
        raise NotImplementedError

    def _ask(self, gateway, attempt):
        """Ask what became of an attempt without a known outcome.

        :return: a state of the attempt, ``"missing"`` when the provider never got it, or None when it cannot tell yet
        """
        return None

    def _read_report(self, gateway, query, body):
        """Read a delivery report.

        :param str query: the query string as it came
        :param str body: the body as it came
        :return: ``(state of the attempt or None, text)``
        """
        return None, ""

    def _read_inbound(self, gateway, query, body):
        """Read a message of a customer.

        :return: dict with ``sender``, ``receiver``, ``text``, ``external_id`` and, where the provider tells it,
            ``sent_at`` (seconds since 1970, as text)
        """
        return {}

    def _credit(self, gateway):
        """:return: what is left at the provider as text, or None"""
        return None

    def _set_up(self, gateway):
        """:return: what must be done at the provider, as safe HTML"""
        return Markup()

    def _exchange(self, gateway, method, url, read, **options):
        """Make a request and read the answer; credentials are masked in whatever is kept of it.

        :param read: function of HTTP status and body that gives the `Outcome`
        :rtype: Outcome
        """
        answer = request(method, url, **options)
        if isinstance(answer, Answer):
            try:
                answer = read(answer.status, answer.body)
            except Exception as error:  # an answer that nobody foresaw leaves a doubt, whatever it is
                answer = unknown(f"HTTP {answer.status}: {error}", code=answer.status)
        return answer._replace(reason=mask(answer.reason, gateway._secrets())[:500])

    def _abilities(self):
        """:return: ``[(label, whether the provider has it)]``"""
        return [(str(label), bool(getattr(self, name))) for name, label in ABILITIES.items()]

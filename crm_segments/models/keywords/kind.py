from odoo import api, models


class ClubInboundKeywordKind(models.AbstractModel):
    """Family of what customers can ask for by SMS: a kind is a model ``club.inbound.keyword.<kind>``.

    A kind sets ``_label`` and, as the first that matches answers, ``_sequence``. It runs as superuser, in the company
    whose line got the message.
    """

    _name = "club.inbound.keyword.kind"
    _inherit = ["club.kind"]
    _description = "Keyword of Inbound Messages"

    @api.model
    def _matches(self, text):
        """Whether the message is for this kind.

        :param str text: the message, folded (see `tools.text.fold`): Latin digits, lower case, one spelling
        :return: something true that `_answer` gets as `match`; otherwise something false
        """
        return False

    @api.model
    def _answer(self, partner, number, match, company):
        """Do what the customer asks for. The context's ``club_inbound_text`` is the message as it was written.

        :param partner: res.partner of the sender, empty when nobody has the number
        :param str number: of the sender, E.164
        :param match: what `_matches` gave
        :param company: res.company whose line got the message
        :return: the text to reply, or None when there is nothing to say
        """
        raise NotImplementedError

    @api.model
    def _find(self, text):
        """The kind that a message is for.

        :param str text: folded
        :return: ``(kind or None, its match)``
        """
        prefix = "club.inbound.keyword."
        names = self.env.registry.descendants(["club.inbound.keyword.kind"], "_inherit")
        kinds = [self.env[name] for name in names if name.startswith(prefix) and self.env[name]._label]
        for kind in sorted(kinds, key=lambda kind: (kind._sequence, kind._name)):
            if match := kind._matches(text):
                return kind, match
        return None, None

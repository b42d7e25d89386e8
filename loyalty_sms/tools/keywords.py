"""Words with which a customer stops or restarts messages, in every spelling."""

import re

_STOP = {"stop", "stopall", "unsubscribe", "optout", "cancel", "end", "quit", "لغو", "لغو11", "لغوپیامک", "انصراف"}
_START = {"start", "unstop", "optin"}
_NOISE = re.compile(r"[\W_]+")


def read_keyword(text, fold):
    """What the customer asks for, when his message is nothing but the word.

    'STOP 12345' or a sentence with such a word in it is an ordinary reply.

    :param str text: the message as received
    :param fold: the folding of Persian and Arabic spellings (see `crm_segments`)
    :return: ``"stop"``, ``"start"`` or None
    """
    word = _NOISE.sub("", fold(text))
    if word in _STOP:
        return "stop"
    return "start" if word in _START else None

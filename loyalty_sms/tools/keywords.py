"""Words with which a customer stops or restarts messages, in every spelling."""

import re

_STOP = {
    *("stop", "stopall", "unsubscribe", "optout", "cancel", "end", "quit", "off", "stopsms"),
    # 'لغو11' under a text means: send 11 to this line. Both are sent, and whatever lies between.
    *("لغو", "لغو11", "11", "لغوپیامک", "لغوپیام", "لغوتبلیغات", "لغوارسال", "لغوشود", "لغوکن", "لغوکنید"),
    # لغو in Latin letters, as people write it.
    *(f"{word}{tail}" for word in ("lagv", "laghv", "lagw", "laghw", "laghve", "lqv", "lghv") for tail in ("", "11")),
    *("انصراف", "توقف", "قطع", "نفرست", "نفرستید", "عدمدریافت", "استاپ"),
}
_START = {"start", "unstop", "optin", "شروع", "استارت", "دریافت"}
_NOISE = re.compile(r"[\W_]+")


def _bare(text, fold):
    return _NOISE.sub("", fold(text))


def read_keyword(text, fold, more_stop=""):
    """What the customer asks for, when his message is nothing but the word.

    'STOP 12345' or a sentence with such a word in it is an ordinary reply.

    :param str text: the message as received
    :param fold: the folding of Persian and Arabic spellings (see `crm_segments`)
    :param str more_stop: further stop words, separated by commas
    :return: ``"stop"``, ``"start"`` or None
    """
    word = _bare(text, fold)
    more = {_bare(part, fold) for part in re.split("[,،;\\n]", more_stop or "")} - {""}
    if word in _STOP or word in more:
        return "stop"
    return "start" if word in _START else None

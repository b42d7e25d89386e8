"""The errors that pure code and field types raise."""


class AnswerError(Exception):
    """An answer cannot be taken. The message is for the visitor, in his language."""

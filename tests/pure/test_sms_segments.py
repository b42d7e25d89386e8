"""Counting of parts as operators do (S7)."""

import pytest

from loyalty_sms.tools.segments import Segments, count_segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments("gsm7", 0, 1)),
        ("a" * 160, Segments("gsm7", 160, 1)),
        ("a" * 161, Segments("gsm7", 161, 2)),
        ("a" * 306, Segments("gsm7", 306, 2)),
        ("a" * 307, Segments("gsm7", 307, 3)),
        ("line\nbreak", Segments("gsm7", 10, 1)),  # a line break is one unit
        ("€" * 80, Segments("gsm7", 160, 1)),  # an escape and a letter
        ("€" * 81, Segments("gsm7", 162, 2)),
        ("a" * 152 + "€" + "a" * 152, Segments("gsm7", 306, 3)),  # the escape does not stay behind its letter
        ("س" * 70, Segments("ucs2", 70, 1)),
        ("س" * 71, Segments("ucs2", 71, 2)),
        ("س" * 134, Segments("ucs2", 134, 2)),
        ("س" * 135, Segments("ucs2", 135, 3)),
        ("a" * 69 + "س", Segments("ucs2", 70, 1)),  # one letter decides for all
        ("👍" * 35, Segments("ucs2", 70, 1)),
        ("a" * 66 + "👍" + "a" * 66, Segments("ucs2", 134, 3)),  # a surrogate pair stays together
        ("ç", Segments("ucs2", 1, 1)),  # only its capital is in the alphabet
        ("\t", Segments("ucs2", 1, 1)),
    ],
)
def test_parts(text, expected):
    assert count_segments(text) == expected

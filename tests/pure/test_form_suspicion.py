import pytest

from loyalty_forms.tools.suspicion import is_suspicious


# F4
@pytest.mark.parametrize(
    ("texts", "result"),
    [
        ([], False),
        (["سلام، سفارش من نرسید.", "سارا"], False),
        (["My order: https://shop.example/my/orders/1 and https://shop.example/my/orders/2"], False),
        (["http://a.b http://c.d www.e.f"], True),
        (["Cheap [url=x]", "Cheap [url=x]"], True),
        (["<a href=x>", "b"], False),
        (["same", "same"], False),
        ([None, 3, ["x"]], False),
    ],
)
def test_what_looks_like_a_machine(texts, result):
    assert is_suspicious(texts) is result


def test_a_long_text_takes_no_time():
    assert is_suspicious(["www." * 100_000])
    assert not is_suspicious(["<a" * 100_000])

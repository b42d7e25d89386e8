"""Messages over SMPP 3.4: through a real Kannel to an SMS centre that can also refuse and fail (S1, S4)."""

import pytest

from tests.fixtures.database import query
from tests.fixtures.kannel import Kannel
from tests.fixtures.smsc import SmsCentre
from tests.fixtures.waiting import wait_until
from tests.gateway.test_kannel import PERSIAN, admin, make_gateway, send, server, wait_for_state  # noqa: F401


@pytest.fixture
def smsc():
    with SmsCentre() as centre:
        yield centre


@pytest.fixture
def kannel(tmp_path, admin, server, smsc):  # noqa: F811
    """A Kannel with the line that the set-up page of our gateway describes."""
    running = Kannel(tmp_path / "kannel")
    smpp = {"smpp_host": "127.0.0.1", "smpp_port": smsc.port, "smpp_system_id": "shop", "smpp_password": "secret"}
    gateway = make_gateway(admin, server, running, kind="smpp", **smpp)
    (row,) = admin("loyalty.sms.gateway", "read", [[gateway], ["set_up"]])
    assert "secret" not in row["set_up"]
    page = row["set_up"].partition("<pre")[2].partition(">")[2].partition("</pre>")[0]
    running.smsc_group = page.replace("&#34;", '"').replace("&quot;", '"').replace("•••", "secret")
    with running:
        yield running


def test_persian_text_over_smpp_is_delivered(database, admin, kannel, smsc):  # noqa: F811
    (uuid,) = send(admin, "+989121234560", PERSIAN)
    wait_for_state(database, [uuid], ["delivered"])
    wait_until(lambda: len(smsc.text_to("989121234560")) >= len(PERSIAN), "all parts at the SMS centre")
    assert smsc.text_to("989121234560") == PERSIAN


def test_refused_and_undelivered(database, admin, kannel, smsc):  # noqa: F811
    failed, refused = send(admin, "+989121234561", "سلام")[0], send(admin, "+989121234562", "سلام")[0]
    wait_for_state(database, [failed, refused], ["failed"])
    statement = "SELECT uuid, failure_type FROM loyalty_sms_message WHERE uuid = ANY(%s)"
    reasons = query(database, statement, [[failed, refused]])
    assert dict(reasons) == {failed: "sms_not_delivered", refused: "sms_rejected"}
    assert [number.lstrip("+") for number in smsc.refused] == ["989121234562"], "a refused message is not repeated"

"""Messages through a real Kannel: bearerbox, smsbox and the fake SMS centre on this machine (S1, S3, S4, S5)."""

import subprocess
import sys
import urllib.request
import xmlrpc.client
from collections import Counter

import pytest

from tests.fixtures.answer_thief import AnswerThief
from tests.fixtures.database import odoo_options, query
from tests.fixtures.kannel import Kannel
from tests.fixtures.server import OdooServer
from tests.fixtures.waiting import wait_until

PERSIAN = "سلام مهدی، به باشگاه مشتریان خوش آمدید. ۵ امتیاز برای عضویت شما ثبت شد؛ " * 2 + "پایان"


@pytest.fixture(scope="module")
def server(database):
    """A server with one cron thread, as a small shop has it."""
    with OdooServer(database, crons=1) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server):
    return server.user("admin")


@pytest.fixture
def kannel(tmp_path):
    with Kannel(tmp_path / "kannel") as running:
        yield running


def make_gateway(admin, server, kannel, **values):
    """A gateway to a running Kannel, alone in its company."""
    old = admin("loyalty.sms.gateway", "search", [[]])
    admin("loyalty.sms.gateway", "write", [old, {"active": False}])
    gateway = {
        "name": "Kannel",
        "kind": "kannel",
        "url": kannel.sendsms_url,
        "username": kannel.user,
        "password": kannel.password,
        "sender": "10001",
        "callback_base": server.url,
    }
    return admin("loyalty.sms.gateway", "create", [{**gateway, **values}])


@pytest.fixture
def gateway(admin, server, kannel):
    return make_gateway(admin, server, kannel)


def send(admin, number, body, count=1):
    """Send by Odoo's own means: its queue takes what is outgoing.

    :return: the uuids
    """
    values = [
        {"number": number % index if "%" in number else number, "body": body % index if "%" in body else body}
        for index in range(count)
    ]
    ids = admin("sms.sms", "create", [values])
    return [row["uuid"] for row in admin("sms.sms", "read", [ids, ["uuid"]])]


def messages(database, uuids):
    """The committed outbox rows: ``{uuid: state}``"""
    return dict(query(database, "SELECT uuid, state FROM loyalty_sms_message WHERE uuid = ANY(%s)", [uuids]))


def wait_for_state(database, uuids, states, seconds=20):
    """Wait until all messages are in one of the states."""

    def check():
        found = messages(database, uuids)
        return len(found) == len(uuids) and set(found.values()) <= set(states) and found

    try:
        return wait_until(check, f"state {states}", seconds)
    except TimeoutError:
        rows = query(
            database,
            "SELECT m.state, m.reason, m.send_after, a.state, a.reason FROM loyalty_sms_message m "
            "LEFT JOIN loyalty_sms_attempt a ON a.message_id = m.id WHERE m.uuid = ANY(%s) LIMIT 5",
            [uuids],
        )
        raise AssertionError(f"{Counter(messages(database, uuids).values())}: {rows}") from None


def run_cron(admin, module, name):
    """Run a scheduled action now, or after the run that is going on."""

    def run():
        try:
            admin("ir.cron", "method_direct_trigger", [_cron(admin, module, name)])
        except xmlrpc.client.Fault as fault:
            if "already executing" not in fault.faultString:
                raise
            return False
        return True

    wait_until(run, name, 60)


def test_persian_text_in_several_parts_is_delivered(database, admin, kannel, gateway):
    (uuid,) = send(admin, "+989121234567", PERSIAN)
    wait_for_state(database, [uuid], ["delivered"])
    assert kannel.wait_for_texts() == [("+989121234567", PERSIAN)]
    parts = admin("loyalty.sms.message", "search_read", [[("uuid", "=", uuid)]], {"fields": ["parts", "encoding"]})
    assert (parts[0]["parts"], parts[0]["encoding"]) == (len(kannel.received()), "ucs2")
    wait_until(
        lambda: query(database, "SELECT 1 FROM sms_sms WHERE uuid = %s AND state = 'sent'", [uuid]), "Odoo's own"
    )


def test_report_of_a_message_that_odoo_deleted(database, admin, kannel, gateway):
    kannel.kill("fakesmsc")  # Kannel takes the message and keeps it
    (uuid,) = send(admin, "+989121234568", "سلام")
    wait_for_state(database, [uuid], ["accepted"])
    query(database, "DELETE FROM sms_sms WHERE uuid = %s", [uuid])
    kannel.start_fakesmsc()
    assert wait_for_state(database, [uuid], ["delivered"])


def test_reports_in_any_order_only_move_up(database, server, admin, kannel, gateway):
    kannel.kill("fakesmsc")
    (uuid,) = send(admin, "+989121234569", "hello")
    wait_for_state(database, [uuid], ["accepted"])
    ref = query(
        database,
        "SELECT a.ref FROM loyalty_sms_attempt a JOIN loyalty_sms_message m ON m.id = a.message_id WHERE m.uuid = %s",
        [uuid],
    )[0][0]
    token = query(database, "SELECT token FROM loyalty_sms_gateway WHERE id = %s", [gateway])[0][0]
    for status in ("1", "8", "2", "16"):
        url = f"{server.url}/sms/club/report/{gateway}-{token}/{ref}?status={status}"
        assert urllib.request.urlopen(url, timeout=10).status == 200
        wait_for_state(database, [uuid], ["delivered"], 5)


def test_stop_in_persian_opts_out_at_once(database, server, admin, kannel, gateway):
    url = query(database, "SELECT id || '-' || token FROM loyalty_sms_gateway WHERE id = %s", [gateway])[0][0]
    kannel.set_inbound_url(f"{server.url}/sms/club/inbound/{url}?from=%p&to=%P&text=%b&charset=%C&id=%I")
    partner = admin("res.partner", "create", [{"name": "Sara", "phone": "09121112233", "country_id": _iran(admin)}])
    kannel.send_inbound("+989121112233", "10001", "ساعت کاری؟")
    kannel.send_inbound("+989121112233", "10001", "لغو۱۱")
    kannel.send_inbound("+989121112244", "10001", "STOP")

    def opted_out():
        rows = query(database, "SELECT number, proof FROM loyalty_sms_consent WHERE kind = 'out' ORDER BY number")
        return len(rows) == 2 and rows

    assert wait_until(opted_out, "opting out") == [("+989121112233", "لغو۱۱"), ("+989121112244", "STOP")]
    texts = query(database, "SELECT body FROM loyalty_sms_event WHERE partner_id = %s ORDER BY id", [partner])
    assert sorted(texts) == sorted([("ساعت کاری؟",), ("لغو۱۱",)])
    (uuid,) = send(admin, "+989121112233", "تخفیف ویژه")
    wait_for_state(database, [uuid], ["canceled"])
    texts = [text for receiver, text in kannel.received_texts() if receiver == "+989121112233"]
    assert "تخفیف ویژه" not in texts
    assert len(texts) == 1, "that he is left alone is confirmed, once"


def _iran(admin):
    return admin("res.country", "search", [[("code", "=", "IR")]])[0]


@pytest.mark.parametrize("box", ["smsbox", "bearerbox"])
def test_dead_gateway_fails_over_and_recovers(database, server, admin, kannel, tmp_path, box):
    with Kannel(tmp_path / "second") as second:
        first = make_gateway(admin, server, kannel, sequence=1)
        values = {"name": "Second", "kind": "kannel", "url": second.sendsms_url, "sender": "10002", "sequence": 2}
        account = {"username": second.user, "password": second.password, "callback_base": server.url}
        backup = admin("loyalty.sms.gateway", "create", [{**values, **account}])
        kannel.kill(box)
        (uuid,) = send(admin, "+989121234570", "failover")
        wait_for_state(database, [uuid], ["delivered"])
        assert second.wait_for_texts() == [("+989121234570", "failover")]
        attempts = query(
            database,
            "SELECT a.gateway_id, a.state FROM loyalty_sms_attempt a JOIN loyalty_sms_message m ON m.id = a.message_id"
            " WHERE m.uuid = %s ORDER BY a.id",
            [uuid],
        )
        assert attempts == [(first, "rejected"), (backup, "delivered")]
        # Both down: the message waits, and leaves as soon as one is back.
        second.kill("smsbox")
        (waiting,) = send(admin, "+989121234571", "later")
        wait_until(
            lambda: query(
                database, "SELECT 1 FROM loyalty_sms_message WHERE uuid = %s AND send_after IS NOT NULL", [waiting]
            ),
            "waiting",
        )
        kannel.stop()
        kannel.start()
        admin("loyalty.sms.gateway", "action_retry", [[first]])
        wait_for_state(database, [waiting], ["delivered"])
        assert kannel.wait_for_texts() == [("+989121234571", "later")]


def test_lost_answer_is_unknown_and_settled_by_the_report(database, server, admin, kannel):
    """S3: Kannel takes the message, and the connection breaks before its answer arrives."""
    with AnswerThief(kannel.sendsms_port) as thief:
        make_gateway(admin, server, kannel, url=thief.url)
        kannel.kill("fakesmsc")  # so that no report comes yet
        (uuid,) = send(admin, "+989121234572", "slow")
        wait_for_state(database, [uuid], ["unknown"])
        query(database, "UPDATE sms_sms SET state = 'outgoing' WHERE uuid = %s", [uuid])  # Odoo's queue asks once more
        run_cron(admin, "sms", "ir_cron_sms_scheduler_action")
        run_cron(admin, "loyalty_sms", "ir_cron_sms_dispatch")
        assert set(messages(database, [uuid]).values()) == {"unknown"}
        kannel.start_fakesmsc()
        wait_for_state(database, [uuid], ["delivered"])
    assert kannel.wait_for_texts() == [("+989121234572", "slow")]


def start_dispatcher(database, gate=None):
    """A dispatcher in a process of its own, already at work.

    :param gate: path of a file that it waits for, so that several begin at the same moment
    :return: the process; it prints how many messages it has done when it is through
    """
    command = [sys.executable, "-m", "odoo", "shell", *odoo_options(), "-d", database, "--no-http", "--log-level=error"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write(
        f"import os, time\nprint('GO', flush=True)\ngate = {str(gate or '')!r}\n"
        "while gate and not os.path.exists(gate): time.sleep(0.01)\n\n"
        "env.cr.rollback(); print('DONE', env['loyalty.sms.dispatcher']._run()[0], flush=True)\n"
    )
    process.stdin.close()
    while "GO" not in process.stdout.readline():
        assert process.poll() is None, "the dispatcher did not start"
    return process


def count_attempts(database, at_least=0):
    """How many attempts were ever begun; nothing before there are so many."""
    count = query(database, "SELECT count(*) FROM loyalty_sms_attempt")[0][0]
    return count if count >= at_least else None


@pytest.fixture
def quiet_node(database, server, kannel):
    """A server without scheduled jobs, with a gateway: nothing is sent unless a test starts a dispatcher."""
    server.stop()
    with OdooServer(database) as node:
        # Few connections: each kill may leave twice as many messages in doubt.
        make_gateway(node.user("admin"), node, kannel, connections=2)
        yield node


def test_two_dispatchers_never_send_the_same(database, quiet_node, kannel, tmp_path):
    """S3: several processes on one database."""
    admin = quiet_node.user("admin")
    uuids = send(admin, "+98912666%04d", "two", 5000)  # five claims, since a process may take two at once
    run_cron(admin, "sms", "ir_cron_sms_scheduler_action")
    assert set(messages(database, uuids).values()) == {"queued"}
    both = [start_dispatcher(database, tmp_path / "gate") for _index in range(2)]
    (tmp_path / "gate").touch()
    done = [int(process.stdout.read().partition("DONE ")[2]) for process in both]
    wait_for_state(database, uuids, ["accepted", "delivered"])
    assert sum(done) == 5000
    assert all(done), "one of them did everything, which proves nothing"
    assert set(Counter(kannel.wait_for_texts(5000)).values()) == {1}


def _cron(admin, module, name):
    return [admin("ir.model.data", "check_object_reference", [module, name])[1]]

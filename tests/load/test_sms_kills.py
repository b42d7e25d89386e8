"""Senders that are killed at random while messages leave through a real Kannel: ours, and Odoo's own way (S3).

The log of the SMS centre is the judge; it lags behind. `make test` kills ten times over 400 messages, `make test-load`
a hundred times over 2,000.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from functools import partial

from tests.fixtures.database import odoo_options, query
from tests.fixtures.waiting import wait_until
from tests.gateway.test_kannel import (  # noqa: F401 (fixtures)
    count_attempts,
    kannel,
    messages,
    quiet_node,
    run_cron,
    send,
    server,
    start_dispatcher,
    wait_for_state,
)

LOAD = bool(os.environ.get("CLUB_LOAD"))


def receivers(kannel):  # noqa: F811
    """:return: set of the numbers that got something"""
    return {receiver for receiver, _text in kannel.received_texts()}


def in_doubt(database, uuids):
    """:return: set of the numbers whose message may have been sent or not"""
    rows = query(database, "SELECT number FROM loyalty_sms_message WHERE state = 'unknown' AND uuid = ANY(%s)", [uuids])
    return {number for (number,) in rows}


def test_killed_dispatcher_neither_loses_nor_repeats(database, quiet_node, kannel):  # noqa: F811
    """S3: SIGKILL again and again while messages are on their way. The peer's own log is the judge."""
    kills, count = (100, 2000) if LOAD else (10, 400)
    randomness = random.Random(7)
    admin = quiet_node.user("admin")
    uuids = send(admin, "+98912555%04d", "kill test %d", count)
    run_cron(admin, "sms", "ir_cron_sms_scheduler_action")
    assert set(messages(database, uuids).values()) == {"queued"}
    for _kill in range(kills):
        enough = count_attempts(database) + randomness.randint(2, 14)
        dispatcher = start_dispatcher(database)
        wait_until(partial(count_attempts, database, enough), "sending")
        time.sleep(randomness.uniform(0, 0.1))
        dispatcher.kill()
        dispatcher.wait()
    left = Counter(messages(database, uuids).values())
    assert start_dispatcher(database).wait() == 0
    everybody = {f"+98912555{index:04d}" for index in range(count)}
    wait_until(
        lambda: everybody - receivers(kannel) <= in_doubt(database, uuids), "all at the peer or known as in doubt"
    )
    time.sleep(2)  # what is sent again comes last
    states = Counter(messages(database, uuids).values())
    got = Counter(receiver for receiver, _text in kannel.received_texts())
    twice = [number for number, times in got.items() if times > 1]
    print(
        f"\nOurs: {kills} kills, {count} messages, {len(twice)} sent again, {sum(got.values())} at the peer, "
        f"after the last kill {dict(left)}, at the end {dict(states)}"
    )
    assert left["queued"] + left["claimed"], "all was sent before the last kill, which proves nothing"
    assert not twice, "sent twice"
    assert everybody - set(got) <= in_doubt(database, uuids), "lost without anybody being told"
    assert set(states) <= {"accepted", "delivered", "unknown"}
    ids = admin("loyalty.sms.message", "search", [[("uuid", "in", uuids), ("state", "=", "unknown")]])
    if ids:  # a person decides about what nobody knows
        admin("loyalty.sms.message", "action_send_again", [ids])
        start_dispatcher(database).wait()
    wait_for_state(database, uuids, ["accepted", "delivered"])


NATIVE = """
import requests
from odoo.addons.sms.tools.sms_api import SmsApiBase
class OneByOne(SmsApiBase):
    def _send_sms_batch(self, messages, delivery_reports_url=False):
        answers = []
        for message in messages:
            for number in message["numbers"]:
                query = {{"username": {user!r}, "password": {password!r}, "from": "10001"}}
                query |= {{"to": number["number"], "text": message["content"]}}
                requests.get({url!r}, params=query, timeout=30)
                print("SENT", flush=True)
                answers.append({{"uuid": number["uuid"], "state": "success"}})
        return answers
while True:
    batch = env["sms.sms"].search([("state", "=", "outgoing"), ("body", "=like", "native%")], limit=50, order="id")
    if not batch: break
    batch.with_context(sms_api=OneByOne(env))._send()
    env.cr.commit()

"""


def test_killed_sender_of_odoos_own_way_repeats(database, quiet_node, kannel):  # noqa: F811
    """Beside ours: what Odoo's way, one commit at the end of a batch, does under such kills."""
    kills, count = (20, 400) if LOAD else (2, 100)
    randomness = random.Random(7)
    send(quiet_node.user("admin"), "+98912777%04d", "native %d", count)
    script = NATIVE.format(user=kannel.user, password=kannel.password, url=kannel.sendsms_url)
    command = [sys.executable, "-m", "odoo", "shell", *odoo_options(), "-d", database, "--no-http", "--log-level=error"]
    for kill in range(kills + 1):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process.stdin.write(script)
        process.stdin.close()
        for _sent in range(randomness.randint(5, 45)):
            if not process.stdout.readline():
                break
        if kill < kills:
            process.kill()
        process.stdout.read()
        process.wait()
    everybody = {f"+98912777{index:04d}" for index in range(count)}
    wait_until(lambda: everybody <= receivers(kannel), "all at the peer", 30)
    got = Counter(receiver for receiver, _text in kannel.received_texts() if receiver in everybody)
    twice = sum(times > 1 for times in got.values())
    print(f"\nOdoo's own way: {kills} kills, {count} messages, {twice} sent again, {sum(got.values())} at the peer")
    assert twice, "Odoo has learnt not to repeat: ours is no longer needed for that"

"""Messages through a real Kannel with its fake SMS centre: queueing, dispatch and reports (S1, S3, S4).

Run as the standard input of Odoo's shell, on a database that may be thrown away:

    make benchmark NAME=sms SIZE=0.1

SIZE 1 queues 100,000 messages of a mailing, sends 20,000 of one text and 4,000 personal ones. Beside ours stand, in
the same run, Odoo's own way (one request after the other, one commit at the end of a batch) and the bare HTTP loop at
our batch size and parallelism, without a database. Reports go to a sink in a process of its own, the same for all.

Kannel answers as soon as it has a message in its memory, several times faster than it delivers. So both are measured
twice: until the last answer, and until the last phone has its message and the sink the report of it; a queue that lasts
is bound by the second. As other work on the machine falls on one of the two and not on the other, the processor time
that all took together stands beside: where all share the cores, that is what the speed depends on.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import psutil
import requests

sys.path.insert(0, str(Path.cwd()))

from odoo.addons.loyalty_sms.tools import kannel as wire  # noqa: E402
from odoo.addons.loyalty_sms.tools.batches import Item, cut  # noqa: E402
from odoo.addons.sms.tools.sms_api import SmsApiBase  # noqa: E402

from tests.fixtures.kannel import Kannel  # noqa: E402
from tests.fixtures.waiting import wait_until  # noqa: E402

SIZE = float(os.environ.get("SIZE", "0.1"))
QUEUE, SAME, PERSONAL = int(100_000 * SIZE), int(20_000 * SIZE), int(4_000 * SIZE)
BATCH, PARALLEL_SAME, PARALLEL_PERSONAL = 50, 4, 16
LINE = 500  # messages a second of a fast line
TEXT = "جشنواره پاییز باشگاه مشتریان آغاز شد. لغو۱۱"
SINK = """
import asyncio, sys
async def serve(reader, writer):
    try:
        while line := await reader.readline():
            while (await reader.readline()).strip():
                pass
            sys.stdout.write(line.decode().split(" ")[1] + chr(10)); sys.stdout.flush()
            writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n")
    except OSError:
        pass
    finally:
        writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""
env = env  # noqa: F821, PLW0127 (the shell gives it)


def timed(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def cpu(peers):
    """:param peers: processes of Kannel and of the sink
    :return: seconds that the peers have worked, and seconds that this process and the database's have
    """
    env.cr.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    own = [psutil.Process(), *(psutil.Process(pid) for (pid,) in env.cr.fetchall())]
    env.cr.rollback()  # no snapshot stays open
    return [sum(sum(process.cpu_times()[:2]) for process in some) for some in (peers, own)]


def peers_of(kannel, sink_process):
    """:return: the processes that carry messages after they have left us"""
    started = [psutil.Process(process.pid) for process in (*kannel.processes.values(), sink_process)]
    return started + [child for process in started for child in process.children(recursive=True)]


def worked(count, peers, before):
    """:return: note of the processor time that everything together took for each message"""
    theirs, own = ((now - then) / count * 1e6 for now, then in zip(cpu(peers), before, strict=True))
    return theirs + own, f"CPU a message: {own:.0f} µs ours and {theirs:.0f} µs Kannel's"


def line(what, count, seconds, note=""):
    print(f"{what:<58} {count:>8} {seconds:>8.1f} s {count / seconds:>8.0f}/s  {note}", flush=True)


def make_people(count):
    """Customers, as copies of one."""
    model = env["res.partner"].create({"name": "Benchmark", "country_id": env.ref("base.ir").id})
    env.flush_all()
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'res_partner'")
    own = ("id", "name", "complete_name", "phone", "phone_sanitized")
    others = ", ".join(f'"{name}"' for (name,) in env.cr.fetchall() if name not in own)
    env.cr.execute(
        f"""INSERT INTO res_partner (name, complete_name, phone, phone_sanitized, {others})
            SELECT 'Benchmark ' || i, 'Benchmark ' || i, '+98912' || lpad(i::text, 7, '0'),
                   '+98912' || lpad(i::text, 7, '0'), {others}
              FROM res_partner, generate_series(1, %s) i WHERE res_partner.id = %s RETURNING id""",
        [count, model.id],
    )
    ids = [row[0] for row in env.cr.fetchall()]
    env.cr.commit()
    return env["res.partner"].browse(ids)


def make_gateway(kannel, sink):
    env["loyalty.sms.gateway"].search([]).write({"active": False})
    gateway = env["loyalty.sms.gateway"].create(
        {
            "name": "Benchmark",
            "kind": "kannel",
            "url": kannel.sendsms_url,
            "username": kannel.user,
            "password": kannel.password,
            "sender": "10001",
            "callback_base": sink,
        }
    )
    env.cr.commit()
    return gateway


def mailing(people):
    return env["mailing.mailing"].create(
        {
            "subject": "Benchmark",
            "mailing_type": "sms",
            "body_plaintext": TEXT,
            "mailing_model_id": env["ir.model"]._get_id("res.partner"),
            "mailing_domain": [("id", "in", people.ids)],
            "sms_allow_unsubscribe": False,
        }
    )


def queue(people, gateway):
    few = people[: max(len(people) // 50, 100)]
    gateway.active = False
    seconds, _done = timed(lambda: (mailing(few).action_send_sms(few.ids), env.flush_all()))
    line("queueing a mailing, Odoo's own way", len(few), seconds)
    env.cr.rollback()
    gateway.active = True
    seconds, _done = timed(lambda: (mailing(people).action_send_sms(people.ids), env.cr.commit()))
    line("queueing a mailing, ours", len(people), seconds, "(to reach: 100,000 in 30 s)")
    for state in ("accepted", "delivered"):
        env.cr.execute("UPDATE loyalty_sms_message SET sync_needed = true, state = %s, accepted_at = now()", [state])
        env.cr.commit()
        seconds, _done = timed(lambda: in_own_transaction("loyalty.sms.dispatcher", "_sync_all"))
        line(f"  its traces brought to {state}", len(people), seconds)
    env.cr.execute("DELETE FROM loyalty_sms_message")
    env.cr.commit()


def in_own_transaction(model, method):
    with env.registry.cursor() as cr:
        return getattr(env[model].with_env(env(cr=cr)), method)()


def items(count, personal):
    return [Item(index, f"+98913{index:07d}", f"{TEXT} {index}" if personal else TEXT) for index in range(1, count + 1)]


def bare(kannel, sink, count, size, parallel, personal):
    """The HTTP loop alone, on kept connections."""
    rows = {item.id: item for item in items(count, personal)}
    batches = cut(list(rows.values()), size)
    position, lock = iter(batches), threading.Lock()

    def work():
        session = requests.Session()
        while True:
            with lock:
                batch = next(position, None)
            if batch is None:
                return
            numbers, text = [rows[id_].number for id_ in batch], rows[batch[0]].text
            url = f"{sink}/sms/club/report/1-bare/{uuid4().hex}"
            query = wire.sendsms_query(kannel.user, kannel.password, "10001", numbers, text, url)
            assert session.get(kannel.sendsms_url, params=query, timeout=60).status_code == 202

    threads = [threading.Thread(target=work) for _index in range(parallel)]
    return timed(lambda: ([thread.start() for thread in threads], [thread.join() for thread in threads]))[0]


class OneByOne(SmsApiBase):
    """As Odoo's own providers send: one request for each number, all in one transaction."""

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        answers = []
        for message in messages:
            for number in message["numbers"]:
                url = f"{self.sink}/sms/club/report/1-native/{number['uuid']}"
                query = wire.sendsms_query(
                    self.kannel.user, self.kannel.password, "10001", [number["number"]], message["content"], url
                )
                requests.get(self.kannel.sendsms_url, params=query, timeout=60)
                answers.append({"uuid": number["uuid"], "state": "success"})
        return answers


def native(kannel, sink, count, personal):
    values = [{"number": item.number, "body": item.text, "uuid": uuid4().hex} for item in items(count, personal)]
    sms = env["sms.sms"].create(values)
    env.cr.commit()
    api = OneByOne(env)
    api.kannel, api.sink = kannel, sink

    def send():
        for start in range(0, count, 500):
            sms[start : start + 500].with_context(sms_api=api)._send(unlink_sent=True)
            env.cr.commit()

    return timed(send)[0]


def enqueue(count, personal):
    """:return: values of the messages that are in the outbox now"""
    rows = [
        {"uuid": uuid4().hex, "number": item.number, "body": item.text, "purpose": "marketing"}
        for item in items(count, personal)
    ]
    for start in range(0, count, 1000):
        env["loyalty.sms.message"]._enqueue(env.company, rows[start : start + 1000])
        env.cr.commit()
    return rows


def ours(gateway, rows, parallel):
    gateway.connections, count = parallel, len(rows)
    env.cr.commit()
    dispatcher, spent = env.registry["loyalty.sms.dispatcher"], dict.fromkeys(("_apply_policy", "_work"), 0.0)

    def measured(name, step):
        def run(self, *args):
            seconds, result = timed(lambda: step(self, *args))
            spent[name] += seconds
            return result

        return run

    begin = time.perf_counter()
    with patch.multiple(dispatcher, **{name: measured(name, getattr(dispatcher, name)) for name in spent}):
        seconds, (done, _left) = timed(lambda: env["loyalty.sms.dispatcher"]._run(seconds=3600))
    env.invalidate_all()
    uuids = [row["uuid"] for row in rows]
    sent = env["loyalty.sms.message"].search_count([("uuid", "in", uuids), ("state", "in", ("accepted", "delivered"))])
    assert done == sent == count, (done, sent, count)
    return seconds, spent["_apply_policy"] / spent["_work"], begin


def reports(gateway, sink_lines):
    """What Kannel reported on our messages, stored and then processed."""
    env.cr.execute("SELECT ref, batch_ref FROM loyalty_sms_attempt")
    ours = {ref for row in env.cr.fetchall() for ref in row if ref}
    lines = [line for line in sink_lines if line.partition("?")[0].rpartition("/")[2] in ours]
    events = env["loyalty.sms.event"]
    few = lines[: max(len(lines) // 20, 50)]

    def receive(line):
        path, _mark, query = line.partition("?")
        events._receive(gateway, "report", path.rpartition("/")[2], query, "", "127.0.0.1")

    with patch.object(env.registry["loyalty.sms.event"], "_process_arrived"):
        seconds, _done = timed(lambda: [(receive(line), env.cr.commit()) for line in few])
        line("reports stored, each with a commit", len(few), seconds)
        for report in lines[len(few) :]:
            receive(report)
        env.cr.commit()
    with env.registry.cursor() as cr:
        seconds, done = timed(lambda: events.with_env(env(cr=cr))._process_reports(3600))
    line("reports processed", done, seconds, "(to reach: 500/s)")
    env.invalidate_all()
    delivered = env["loyalty.sms.message"].search_count([("state", "=", "delivered")])
    print(f"delivered according to the reports: {delivered}")


def drain(sink_lines):
    """Wait until the fake SMS centre has reported on everything.

    :return: the moment of the last report
    """
    last, moment = -1, time.perf_counter()
    while time.perf_counter() - moment < 3:
        if last != len(sink_lines):
            last, moment = len(sink_lines), time.perf_counter()
        time.sleep(0.02)
    return moment


def compare(what, kannel, sink, sink_lines, peers, gateway, count, size, parallel, personal):
    fewer = max(count // 20, 50)
    line(f"{what}, Odoo's own way", fewer, native(kannel, sink, fewer, personal))
    drain(sink_lines)
    before, begin = cpu(peers), time.perf_counter()
    loop = bare(kannel, sink, count, size, parallel, personal)
    loop_delivered = drain(sink_lines) - begin
    loop_work, note = worked(count, peers, before)
    line(f"{what}, the bare HTTP loop ({size} x {parallel})", count, loop)
    line("  until the last phone has it", count, loop_delivered, note)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = enqueue(count, personal)
    before = cpu(peers)
    seconds, policy, begin = ours(gateway, rows, parallel)
    delivered = drain(sink_lines) - begin
    work, spent = worked(count, peers, before)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) // 1024
    note = f"{loop / seconds:.0%} of bare (to reach: 80 %), policy {policy:.1%}, memory +{grown} MB"
    line(f"{what}, ours ({size} x {parallel})", count, seconds, note)
    line("  until the last phone has it", count, delivered, f"{loop_delivered / delivered:.0%} of bare, {spent}")
    print(f"  all the work together is {loop_work / work:.0%} of bare, whatever else this machine did meanwhile")


def main():
    sink_process = subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True)
    sink = f"http://127.0.0.1:{int(sink_process.stdout.readline())}"
    sink_lines = []
    threading.Thread(
        target=lambda: sink_lines.extend(line.strip() for line in sink_process.stdout), daemon=True
    ).start()
    try:
        with tempfile.TemporaryDirectory() as folder, Kannel(Path(folder)) as kannel:
            gateway, peers = make_gateway(kannel, sink), peers_of(kannel, sink_process)
            print(f"{'':<58} {'messages':>8} {'time':>10} {'speed':>10}")
            queue(make_people(QUEUE), gateway)
            for parallel in (1, PARALLEL_SAME):
                compare("one text to many", kannel, sink, sink_lines, peers, gateway, SAME, BATCH, parallel, False)
            compare("personal texts", kannel, sink, sink_lines, peers, gateway, PERSONAL, 1, PARALLEL_PERSONAL, True)
            wait_until(lambda: sink_lines, "a report")
            reports(gateway, sink_lines)
            kannel.stop()
            kannel.throughput = LINE
            kannel.start()
            peers, what = peers_of(kannel, sink_process), f"one text over a line of {LINE} a second"
            compare(what, kannel, sink, sink_lines, peers, gateway, SAME, BATCH, PARALLEL_SAME, False)
    finally:
        sink_process.terminate()
        sink_process.wait()


main()

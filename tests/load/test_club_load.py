"""Many processes use the club at once and are killed while they do; afterwards everything adds up (L4).

The short form is part of `make test`; `make test-load` does 10,000 steps.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.fixtures.database import database_copy
from tests.load.club_tills import TILLS

ROOT = Path(__file__).parents[2]
LOAD = bool(os.environ.get("CLUB_LOAD"))
WORKERS = 4 if LOAD else 3


def start(database, *arguments, **options):
    command = [sys.executable, "-m", "tests.load.club_worker", database, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, start_new_session=True, **options)


def ask(database, *arguments):
    """Run a worker to its end and give what it printed."""
    worker = start(database, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    printed, errors = worker.communicate(timeout=600)
    assert worker.returncode == 0, errors[-3000:]
    return printed


def lines(log):
    """The steps that a worker has finished; a kill may cut the last line."""
    steps = []
    for line in log.read_text().splitlines():
        try:
            steps.append(json.loads(line))
        except ValueError:
            continue
    return steps


def use(database, folder, count, kills, seed):
    """Let workers do so many steps together, and kill some of them while they run.

    :return: the steps that were finished
    """
    dice, piece, planned, killed = random.Random(seed), max(count // (3 * WORKERS), 10), 0, 0
    running, tills, logs = {}, {}, []
    while True:
        running = {worker: log for worker, log in running.items() if worker.poll() is None}
        if planned >= count and not running:
            return [step for log in logs for step in lines(log)], killed
        while len(running) < WORKERS and planned < count:
            log = folder / f"worker-{len(logs)}.log"
            till = min(set(range(TILLS)) - {tills[worker] for worker in running})
            with log.open("w") as out:
                worker = start(database, "work", (seed * 1000 + len(logs)) * TILLS + till, piece, stdout=out)
            running[worker], tills[worker] = log, till
            logs.append(log)
            planned += piece
        busy = [worker for worker, log in running.items() if 3 < len(lines(log)) < piece - 3]
        if killed < kills and busy and sum(len(lines(log)) for log in logs) >= count * killed / (kills + 1):
            victim = dice.choice(busy)
            os.killpg(victim.pid, signal.SIGKILL)
            victim.wait()
            planned -= piece - len(lines(running.pop(victim)))
            killed += 1
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("customers", "count", "kills"),
    [(6, 5000, 25), (400, 5000, 25)] if LOAD else [(8, 180, 2)],
    ids=["few", "many"] if LOAD else ["short"],
)
def test_load_and_kills(tmp_path, customers, count, kills):
    with database_copy(f"club_load_{customers}") as database:
        ask(database, "prepare", customers)
        begin = time.monotonic()
        steps, killed = use(database, tmp_path, count, kills, seed=customers)
        spent = time.monotonic() - begin
        found = json.loads(ask(database, "verify"))
    outcomes = Counter(step["outcome"] for step in steps)
    print(f"\n{len(steps)} steps in {spent:.0f} s, {killed} kills, {dict(outcomes)}, {found}")
    failures = Counter((step["step"], step["why"][:160]) for step in steps if step["outcome"] == "failed")
    assert not failures, failures.most_common(10)
    assert found["rows"] > 0
    assert killed == kills
    assert (found["differences"], found["unbooked"], found["negative_without_overdraft"]) == (0, 0, 0)
    assert outcomes["done"] > 0.6 * len(steps), Counter(
        (step["step"], step["why"][:80]) for step in steps if step["outcome"] == "refused"
    ).most_common(10)

"""What `npm run bench -- airflow` runs in Apache Airflow: as a DAG file, no-op tasks in groups of ten that fan out and
in; as a program, one run of them through the scheduler, timed from Airflow's own database. Prints one JSON line."""

import json
import os
import sys
import time

tasks = int(os.environ["BENCH_TASKS"])


def declare():
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("noop", schedule=None, max_active_tasks=1024):
        step = [BashOperator(task_id=f"step{n}", bash_command="true") for n in range(tasks)]
        for first in range(0, tasks, 10):
            between, last = step[first + 1 : first + 9], step[first + 9]
            step[first] >> between >> last


def measure():
    from airflow.settings import Session
    from sqlalchemy import text

    def rows(query):
        with Session() as session:
            return session.execute(text(query)).all()

    waited = time.monotonic() + 300
    while not rows("SELECT 1 FROM serialized_dag WHERE dag_id = 'noop'"):
        if time.monotonic() > waited:
            sys.exit("Airflow did not read the DAG within five minutes.")
        time.sleep(1)
    os.system("airflow dags unpause noop >/dev/null 2>&1")
    if os.system("airflow dags trigger noop --run-id bench >/dev/null 2>&1"):
        sys.exit("Airflow did not take the run.")
    waited = time.monotonic() + 900
    while rows("SELECT state FROM dag_run WHERE run_id = 'bench'")[0][0] in ("queued", "running"):
        if time.monotonic() > waited:
            sys.exit("The run did not end within fifteen minutes.")
        time.sleep(1)
    found = rows("SELECT task_id, state, start_date, end_date FROM task_instance WHERE run_id = 'bench'")
    if any(state != "success" for _, state, _, _ in found) or len(found) != tasks:
        sys.exit(f"Not every task succeeded: {found}")
    start = {int(name[4:]): begin for name, _, begin, _ in found}
    end = {int(name[4:]): over for name, _, _, over in found}
    before = lambda n: [] if n % 10 == 0 else [n - n % 10] if n % 10 < 9 else range(n - 8, n)
    handover = sorted(
        (start[n] - max(end[other] for other in before(n))).total_seconds() for n in start if n % 10 > 0
    )
    seconds = (max(end.values()) - min(start.values())).total_seconds()
    median, p99 = handover[len(handover) // 2], handover[int(len(handover) * 0.99)]
    print(json.dumps({"perSecond": tasks / seconds, "medianMs": median * 1000, "p99Ms": p99 * 1000}))


if __name__ == "__main__":
    measure()
else:
    declare()

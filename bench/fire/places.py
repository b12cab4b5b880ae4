"""Where a run keeps its data: an engine with a folder of its own, and a hand in it to plant losses."""

import glob
import os
import shutil
import sqlite3
import subprocess
import tempfile

from ledger import check
from running_server import ROOT


def shell(words, **given):
    """Commands of tools/temporary_postgres.sh, with variables."""
    setting = "".join(f"{name}={value}; " for name, value in given.items())
    result = subprocess.run(["bash", "-c", f"cd '{ROOT}'; . tools/temporary_postgres.sh; {setting}{words}"],
                            capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode:
        raise RuntimeError(f"{words}: {result.stdout} {result.stderr}")
    return result.stdout.strip()


class Place:
    """To be used in a with: gone with all it has afterwards."""

    engine = "SQLite"

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="xinfang-fire-")
        self.data, self.log = os.path.join(self.folder, "data"), os.path.join(self.folder, "log")
        self.options = ["--data", self.data]
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, text):
        with sqlite3.connect(os.path.join(self.data, "xinfang.db")) as database:
            rows = database.execute(text).fetchall()
        database.close()
        return rows

    def take_out(self, item_no):
        self.sql("DELETE FROM events WHERE matter_id = "
                 f"(SELECT matter_id FROM item_number WHERE item_no = '{item_no}')")

    def take_out_file(self, file_id):
        paths = glob.glob(os.path.join(self.data, "attachments", "*", file_id))
        check(len(paths) == 1, f"{self.engine}: the file {file_id} stands at {paths}")
        for path in paths:
            os.remove(path)


class PostgresPlace(Place):
    """Has a server of its own, that a run may stop, freeze and start again."""

    engine = "PostgreSQL"

    def __init__(self, *settings):
        self.settings = " ".join(settings)

    def __enter__(self):
        super().__enter__()
        self.cluster = shell(f'start_postgres {self.settings} >&2; own_database fire >&2; echo "$cluster"')
        self.url = f"postgresql://xinfang@/fire?host={self.cluster}"
        self.options += ["--database", self.url]
        return self

    def __exit__(self, *_):
        shell("stop_postgres", cluster=self.cluster)
        super().__exit__()

    def start(self):
        """Again, after it was stopped or killed."""
        options = " ".join(f"-c {setting}" for setting in self.settings.split())
        # What was killed may take a moment to be gone.
        shell('for i in 1 2 3 4 5; do as_postgres "$pg/pg_ctl" -D "$cluster/data" -w -t 60 -l "$cluster/log" '
              f'start -o "-k $cluster -c listen_addresses=\'\' -c max_connections=200 {options}" '
              '>/dev/null 2>&1 </dev/null && exit 0; sleep 1; done; tail -n 5 "$cluster/log"; exit 1',
              cluster=self.cluster)

    def sql(self, text):
        return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", text, self.url],
                              check=True, capture_output=True, text=True).stdout.split("\n")[:-1]

"""The other side of faults.c: builds it, and gives a running program its orders."""

import mmap
import os
import struct
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
DONE, CLOCK, ERROR = 0, 8, 16  # places in struct control


class Orders:
    """Of the program that is started with `environment`; below `data` only."""

    def __init__(self, folder, data, journal=False):
        library, control = os.path.join(folder, "faults.so"), os.path.join(folder, "control")
        if not os.path.exists(library):
            subprocess.run(["cc", "-std=gnu11", "-O2", "-shared", "-fPIC", "-o", library,
                            os.path.join(HERE, "faults.c"), "-ldl", "-lpthread"], check=True)
        with open(control, "wb") as file:
            file.write(bytes(4096))
        with open(control, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 4096)
        self.environment = dict(os.environ, LD_PRELOAD=library, FIRE_CONTROL=control, FIRE_FOLDER=data)
        if journal:
            self.journal = os.path.join(folder, "journal")
            self.environment["FIRE_JOURNAL"] = self.journal

    def put(self, place, value):
        struct.pack_into("<q", self.memory, place, value)

    def fail_writes(self, error):
        self.put(ERROR, error)

    def shift_clock(self, seconds):
        self.put(CLOCK, seconds * 1_000_000_000)

    def done(self):
        return struct.unpack_from("<q", self.memory, DONE)[0]

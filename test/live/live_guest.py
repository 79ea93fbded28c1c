# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The first process of a user-mode-linux machine: loads the tunnel modules, records the cases of
argv[1] into argv[2], and switches the machine off. Beside the result stands a log (argv[2].log)."""

import ctypes
import json
import os
import sys
import traceback

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

MODULES = ("veth", "ip_gre", "ip6_gre", "vxlan", "fou", "fou6")
SYS_FINIT_MODULE = 313
POWER_OFF = 0x4321FEDC

libc = ctypes.CDLL(None, use_errno=True)


def mount(kind, target):
    if libc.mount(kind.encode(), target.encode(), kind.encode(), 0, None) != 0:
        raise OSError(ctypes.get_errno(), f"mount {target}")


def load_modules(names):
    """Loads modules and what they need: the machine has no modprobe of its own."""
    folder = f"/usr/lib/uml/modules/{os.uname().release}"
    needs = {}
    with open(folder + "/modules.dep", encoding="ascii") as file:
        for line in file:
            path, _, others = line.strip().partition(":")
            needs[path] = others.split()
    paths = {os.path.basename(path).removesuffix(".ko"): path for path in needs}
    for name in names:
        # modules.dep lists what is needed last first.
        for path in reversed([paths[name]] + needs[paths[name]]) if name in paths else ():
            descriptor = os.open(f"{folder}/{path}", os.O_RDONLY)
            libc.syscall(SYS_FINIT_MODULE, descriptor, b"", 0)  # one that is loaded is refused
            os.close(descriptor)


def main():
    source, target = sys.argv[1:3]
    os.environ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
    with open(target + ".log", "w", encoding="utf-8", buffering=1) as log:
        try:
            for kind, folder in (("proc", "/proc"), ("sysfs", "/sys"), ("tmpfs", "/run")):
                mount(kind, folder)
            load_modules(MODULES)
            import live_recorder  # pylint: disable=import-outside-toplevel

            with open(source, encoding="utf-8") as file:
                cases = json.load(file)
            with open(target, "w", encoding="utf-8") as out:
                out.write(json.dumps({"kernel": os.uname().release}) + "\n")
                for row in live_recorder.record_cases(cases):
                    out.write(json.dumps(row) + "\n")
                out.write("null\n")
        except BaseException:  # pylint: disable=broad-except
            log.write(traceback.format_exc())
    libc.sync()
    libc.reboot(POWER_OFF)


main()

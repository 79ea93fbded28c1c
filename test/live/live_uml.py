# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Records cases in a user-mode-linux machine (Debian package user-mode-linux)."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

BOOT_S = 60


class MachineError(Exception):
    """The machine did not record."""


def why_not():
    """Why there can be no machine here, or None."""
    if shutil.which("linux.uml") is None:
        return "linux.uml is not installed (package user-mode-linux)"
    if not os.path.isdir("/usr/lib/uml/modules"):
        return "the modules of user-mode-linux are not in /usr/lib/uml/modules"
    return None


def record(cases, seconds_per_case=5):
    """Boots a machine, records the cases in it: (kernel version, [(case, error)])."""
    waits = sum(step.get("wait_s", 0) for case in cases for step in case["steps"])
    limit = BOOT_S + seconds_per_case * len(cases) + waits
    guest = os.path.join(os.path.dirname(os.path.abspath(__file__)), "live_guest.py")
    with tempfile.TemporaryDirectory(prefix="live-uml-") as folder:
        source, target = folder + "/cases.json", folder + "/recorded"
        with open(source, "w", encoding="utf-8") as file:
            json.dump(cases, file)
        command = [
            "linux.uml", "mem=512M", "rootfstype=hostfs", "rootflags=/", "rw",
            f"init={sys.executable}", "con=null", "con0=null,fd:1", "quiet",
            f"umid={os.path.basename(folder)}", f"uml_dir={folder}/",
            "--", guest, source, target,
        ]
        environment = dict(os.environ, TMPDIR=folder)
        console = b""
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=environment, start_new_session=True,
        ) as machine:
            try:
                console, _ = machine.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                pass
            finally:
                try:
                    os.killpg(machine.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        rows = []
        if os.path.exists(target):
            with open(target, encoding="utf-8") as file:
                rows = [json.loads(line) for line in file if line.endswith("\n")]
        if not rows or rows[-1] is not None:
            text = console.decode(errors="replace")[-2000:]
            if os.path.exists(target + ".log"):
                with open(target + ".log", encoding="utf-8") as file:
                    text += file.read()
            raise MachineError(f"the machine stopped after {max(0, len(rows) - 1)} cases: {text}")
        return rows[0]["kernel"], [tuple(row) for row in rows[1:-1]]

# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Records cases on the kernel of this machine, in network namespaces of its own."""

import json
import os
import shutil
import subprocess
import sys

WAITING = 24  # cases with waits at a time


def why_not():
    """Why this machine cannot record VXLAN, or None."""
    if os.uname().sysname != "Linux":
        return "this is not Linux"
    if os.geteuid() != 0:
        return "only root may make network namespaces"
    for tool in ("ip", "bridge"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed (package iproute2)"
    probe = "import live_kernel, live_recorder; live_kernel.new_namespace(); " \
        "print(live_recorder.run(['ip', 'link', 'add', 'tun0', 'type', 'vxlan', 'id', '1', " \
        "'dstport', '1']).stderr or live_recorder.run(['ip', 'link', 'add', 'u0', 'type', " \
        "'veth', 'peer', 'name', 'u1']).stderr)"
    result = _python(["-c", probe])
    text = (result.stdout + result.stderr).strip()
    return f"no network namespace with VXLAN: {text.splitlines()[-1]}" if text else None


def _python(arguments, **more):
    folder = os.path.dirname(os.path.abspath(__file__))
    return subprocess.run([sys.executable, "-B"] + arguments, cwd=folder, capture_output=True,
                          text=True, check=False, **more)


def _start(cases):
    """A process of its own: it changes namespaces, and may be one of many that wait."""
    process = subprocess.Popen(
        [sys.executable, "-B", os.path.abspath(__file__)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    )
    process.stdin.write(json.dumps(cases))
    process.stdin.close()
    return process


def _finish(process, cases):
    rows = [tuple(json.loads(line)) for line in process.stdout]
    process.wait()
    missing = [(None, f"{case['name']}: the recorder stopped") for case in cases[len(rows):]]
    return rows + missing


def record(cases):
    """(kernel version, [(case, error)]). Cases with waits run side by side."""
    waiting = [i for i, case in enumerate(cases) if any("wait_s" in s for s in case["steps"])]
    others = [i for i in range(len(cases)) if i not in set(waiting)]
    rows = {}
    for start in range(0, max(1, len(waiting)), WAITING):
        jobs = [([i], _start([cases[i]])) for i in waiting[start : start + WAITING]]
        if start == 0:
            jobs.insert(0, (others, _start([cases[i] for i in others])))
        for indices, process in jobs:
            rows.update(zip(indices, _finish(process, [cases[i] for i in indices])))
    return os.uname().release, [rows[i] for i in range(len(cases))]


def main():
    import live_recorder  # pylint: disable=import-outside-toplevel

    for row in live_recorder.record_cases(json.load(sys.stdin)):
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()

# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The live differential check: random cases are recorded from a real kernel, and tunnelsim says
where the model differs."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import live_generator
import live_host
import live_prove
import live_uml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECORDERS = {"host": live_host, "uml": live_uml}


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="live-check",
        description="Draws cases at random, records them from a real Linux kernel, and compares "
        "the model with the recording: VXLAN with the machine's own kernel (host, as root), GRETAP "
        "with user-mode-linux (uml).",
        epilog="Exit status: 0 no difference, 1 differences, 2 this machine cannot record.",
    )
    parser.add_argument("--kernel", choices=sorted(RECORDERS), default="host")
    parser.add_argument("--cases", type=int, default=40, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="only this case of the seed")
    parser.add_argument("--keep", metavar="DIR", help="write cases that differ, and all, there")
    parser.add_argument("--tunnelsim", metavar="PATH", default=f"{ROOT}/build/tunnelsim")
    parser.add_argument(
        "--prove", metavar="FILE", nargs="+",
        help="record the cases of vector files again and compare the recordings instead",
    )
    return parser.parse_args()


def write_vectors(path, kernel, cases):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(
            {"format": 1, "recorded_on": {"kernel": kernel}, "topic": "live", "cases": cases}, file
        )


def judge(tunnelsim, path):
    """What tunnelsim says of recorded cases: {name: its lines}."""
    result = subprocess.run(
        [tunnelsim, "vectors", path], capture_output=True, text=True, check=False
    )
    if result.returncode not in (0, 1):
        raise SystemExit(f"tunnelsim ended with {result.returncode}: "
                         f"{result.stdout[-1000:]}{result.stderr[-1000:]}")
    failures, name = {}, None
    for line in result.stdout.splitlines():
        start = re.match(r"FAIL .*?\.json: ([^ ]+): (.*)", line)
        if start:
            name = start.group(1)
            failures[name] = [start.group(2)]
        elif not re.fullmatch(r"\d+ passed, \d+ failed", line) and name:
            failures[name].append(line)
    return failures


def prove(recorder, paths):
    """Records vector files again; the number of recordings that differ from the old ones."""
    old = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            old += json.load(file)["cases"]
    kernel, rows = recorder.record(old)
    different = 0
    for before, (now, error) in zip(old, rows):
        lines = [error] if error else live_prove.differences(before, now)
        different += bool(lines)
        if lines:
            print("DIFFERS", before["name"], *lines, sep="\n  ")
    print(f"kernel {kernel}: {len(old) - different} recorded alike, {different} differ")
    return different


def differing(arguments, folder, name, kernel, cases):
    """Writes cases as a vector file; what tunnelsim says of those that differ."""
    path = f"{folder}/{arguments.kernel}-{arguments.seed}{name}.json"
    write_vectors(path, kernel, cases)
    return judge(arguments.tunnelsim, path)


def report(arguments, folder, kernel, case, lines):
    kept = f"{folder}/{case['name']}.json"
    write_vectors(kept, kernel, [case])
    print(f"DIFFERENCE {case['name']} (kernel {kernel}, seed {arguments.seed})"
          + (f", kept as {kept}" if arguments.keep else ""))
    for command in case["link"] + case["setup"]:
        print("    " + command)
    print("  " + "\n  ".join(lines))


def check(arguments, recorder):
    """Records and judges random cases; how many differ or could not be recorded."""
    cases = live_generator.generate(arguments.kernel, arguments.cases, arguments.seed)
    if arguments.only is not None:
        cases = [case for case in cases if case["name"].endswith(f"-{arguments.only}")]
    start = time.monotonic()
    kernel, rows = recorder.record(cases)
    recorded = [case for case, _ in rows if case]
    errors = [error for _, error in rows if error]
    seconds = time.monotonic() - start
    with tempfile.TemporaryDirectory(prefix="live-check-") as folder:
        folder = arguments.keep or folder
        os.makedirs(folder, exist_ok=True)
        failures = differing(arguments, folder, "", kernel, recorded)
        if failures:
            # A loaded machine may lose or delay a frame: a difference has to show twice.
            again = [case for case in cases if case["name"] in failures]
            rows = recorder.record(again)[1]
            errors += [error for _, error in rows if error]
            again = [case for case, _ in rows if case]
            confirmed = differing(arguments, folder, "-again", kernel, again)
            for case in again:
                if case["name"] in confirmed:
                    report(arguments, folder, kernel, case, confirmed[case["name"]])
                else:
                    print(f"NOTE {case['name']}: differed once, and not when recorded again")
            failures = confirmed
    for error in errors:
        print(f"NOT RECORDED {error}")
    failed = len(failures) + len(errors)
    print(f"kernel {kernel}, seed {arguments.seed}: {len(cases) - failed} passed, {failed} failed "
          f"({seconds:.1f} s to record)")
    return failed


def main():
    arguments = parse_arguments()
    recorder = RECORDERS[arguments.kernel]
    reason = recorder.why_not()
    if reason is not None:
        print(f"cannot run: {reason}")
        return 2
    if not arguments.prove and not os.access(arguments.tunnelsim, os.X_OK):
        print(f"{arguments.tunnelsim} is not built")
        return 1
    try:
        if arguments.prove:
            return 1 if prove(recorder, arguments.prove) else 0
        return 1 if check(arguments, recorder) else 0
    except live_uml.MachineError as error:
        print(f"FAILED {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())

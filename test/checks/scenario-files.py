#!/usr/bin/env python3
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Scenario files and tunnelsim seen from outside.

- docs/scenario.schema.json and docs/scenario-reference.rst are what tunnelsim generates.
- The shipped schema (judged by python3-jsonschema) and the loader agree on good and bad files.
- Exit codes; bad input writes nothing; two runs give the same bytes; a killed run leaves nothing.
- tshark reads every capture that the scenarios write without a malformed or bad-checksum mark.

Prints PASS, FAIL and SKIP lines.
"""

import copy
import filecmp
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.environ.get("TUNNEL_ROOT", os.path.abspath(os.path.dirname(__file__) + "/../.."))
BUILD = os.environ.get("TUNNEL_BUILD", ROOT + "/build")
TUNNELSIM = BUILD + "/tunnelsim"
SCENARIOS = ROOT + "/scenarios"
BAD_MARKS = (
    '_ws.malformed || ip.checksum.status=="Bad" || udp.checksum.status=="Bad"'
    ' || tcp.checksum.status=="Bad"'
)

failures = 0


def report(name, why=""):
    """Prints one result."""
    global failures
    failures += bool(why)
    print(f"FAIL {name}: {why}" if why else f"PASS {name}", flush=True)


def tunnelsim(*arguments, **options):
    """Runs tunnelsim to its end."""
    return subprocess.run(
        [TUNNELSIM, *arguments], capture_output=True, text=True, timeout=300, check=False, **options
    )


def read_jsonc(path):
    """Reads JSON with // comments; no shipped scenario has // within a string."""
    with open(path, encoding="utf-8") as file:
        return json.loads(re.sub(r"(^|\s)//.*$", "", file.read(), flags=re.M))


def shipped():
    """Paths of the shipped scenarios."""
    return sorted(
        f"{SCENARIOS}/{name}" for name in os.listdir(SCENARIOS) if name.endswith(".json")
    )


def check_generated():
    """The shipped schema and reference are fresh."""
    for arguments, name in (
        (["schema"], "docs/scenario.schema.json"),
        (["schema", "--rst"], "docs/scenario-reference.rst"),
    ):
        with open(f"{ROOT}/{name}", encoding="utf-8") as file:
            fresh = tunnelsim(*arguments).stdout == file.read()
        command = "tunnelsim " + " ".join(arguments)
        report(f"{name} is fresh", "" if fresh else f"differs from what `{command}` prints")


def bad_structures():
    """Changes of the quickstart that both the schema and the loader must refuse."""

    def change(path, value):
        def apply(document):
            place = document
            for key in path[:-1]:
                place = place[key]
            if value is None:
                del place[path[-1]]
            else:
                place[path[-1]] = value

        return apply

    return {
        "unknown key": change(["underlay", "nods"], []),
        "missing key": change(["duration"], None),
        "duration without unit": change(["duration"], "3"),
        "duration as number": change(["duration"], 3),
        "rate with wrong unit": change(["underlay", "links", 0, "rate"], "1GBps"),
        "queue without unit": change(["underlay", "links", 0, "queue"], "100"),
        "marking threshold without unit": change(["underlay", "links", 0, "ecn"], "20"),
        "loss above 1": change(["underlay", "links", 0, "loss"], 1.5),
        "MTU too small": change(["underlay", "links", 0, "mtu"], 67),
        "MTU as text": change(["underlay", "links", 0, "mtu"], "1500"),
        "MTU with fraction": change(["underlay", "links", 0, "mtu"], 1500.5),
        "link of one node": change(["underlay", "links", 0, "nodes"], ["v1"]),
        "link of three nodes": change(["underlay", "links", 0, "nodes"], ["v1", "r1", "v2"]),
        "no nodes": change(["underlay", "nodes"], []),
        "unknown family": change(["underlay", "family"], "ipx"),
        "unknown tunnel type": change(["tunnels", 0, "type"], "vlan"),
        "VNI too large": change(["tunnels", 0, "id"], 1 << 24),
        "VNI missing": change(["tunnels", 0, "id"], None),
        "option of another type": change(["tunnels", 1, "id"], 5),
        "switch as number": change(["tunnels", 0, "learning"], 1),
        "TTL word": change(["tunnels", 0, "ttl"], "inherited"),
        "port range of one": change(["tunnels", 0, "srcport"], [1000]),
        "MAC cut short": change(["hosts", 0, "mac"], "02:00:00:00:01"),
        "address without prefix": change(["hosts", 0, "addresses"], ["192.168.1.1"]),
        "unknown traffic": change(["traffic", 0, "type"], "icmp"),
        "traffic without name": change(["traffic", 0, "name"], None),
        "key of other traffic": change(["traffic", 0, "congestion"], "cubic"),
        "unknown congestion control": change(["traffic", 2, "congestion"], "qubic"),
        "size without unit": change(["traffic", 2, "size"], "1000"),
        "event of no kind": change(["events"], [{"at": "1s"}]),
        "event without state": change(["events"], [{"at": "1s", "link": "v1-r1"}]),
        "expectation of no kind": change(["expect", 0], {"goodput": {"min": "1Mbps"}}),
        "bound without limit": change(["expect", 0, "goodput"], {"tolerance": 0.1}),
        "bound without unit": change(["expect", 0, "goodput"], {"min": 60000000}),
        "expectation of a wrong metric": change(["expect", 0, "goodputs"], 0),
        "frames without hex": change(
            ["traffic", 0], {"type": "frames", "name": "f", "hosts": {}, "frames": ["xyz"]}
        ),
    }


def good_structures():
    """Changes of the quickstart that both must accept."""
    return {
        "full forms": lambda d: d["underlay"].update(
            nodes=[{"name": "v1"}, "r1", {"name": "v2", "commands": []}]
        ),
        "words and numbers": lambda d: d["tunnels"][0].update(
            ttl="inherit", tos=16, df="set", srcport=[1000, 2000], learning=False
        ),
        "whole float": lambda d: d["underlay"]["links"][0].update(mtu=1500.0),
        "events": lambda d: d.update(
            events=[
                {"at": "1s", "link": "v1-r1", "state": "down"},
                {"at": "2s", "node": "v1", "command": "ip link set vx0 down"},
                {"at": "2s", "host": "a2", "move": "v1"},
            ]
        ),
        "bare bounds": lambda d: d.update(
            expect=[
                {"flow": "tcp-vxlan", "goodput": "50Mbps", "delay_p50": {"max": "1s"}, "loss": 0},
                {"device": "v1/vx0", "drops": {"NO_TX_TARGET": 0}},
                {"result": "/flows/0/loss", "value": {"equals": 0, "tolerance": 0.1}},
            ]
        ),
        "attributes": lambda d: d.update(
            attributes={"ns3::TcpSocket::InitialCwnd": 4, "ns3::TcpSocketBase::Sack": True}
        ),
    }


def check_agreement(work):
    """The shipped schema and the loader agree."""
    try:
        import jsonschema
    except ImportError:
        print("SKIP schema and loader agree: python3-jsonschema is not installed")
        return
    with open(f"{ROOT}/docs/scenario.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    quickstart = read_jsonc(f"{SCENARIOS}/quickstart.json")
    cases = [(os.path.basename(path), read_jsonc(path), True) for path in shipped()]
    for changes, good in ((bad_structures(), False), (good_structures(), True)):
        for name, apply in changes.items():
            document = copy.deepcopy(quickstart)
            apply(document)
            cases.append((name, document, good))
    path = f"{work}/case.json"
    os.symlink(f"{SCENARIOS}/traces", f"{work}/traces")
    for name, document, good in cases:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file)
        by_schema = validator.is_valid(document)
        by_loader = tunnelsim("validate", path)
        want = "accept" if good else "refuse"
        why = []
        if by_schema != good:
            why.append(f"the schema does not {want} it")
        if by_loader.returncode != (0 if good else 2):
            why.append(f"the loader does not {want} it: {by_loader.stderr}")
        report(f"schema and loader {want} {name}", "; ".join(why))


def check_exit_codes(work):
    """Exit codes as documented, and nothing is written for bad input."""
    out = f"{work}/out"
    quickstart = f"{SCENARIOS}/quickstart.json"
    short = ["--set", "duration=200ms", "--set", "measure={}", "--set", "traffic=[]"]
    cases = [
        ("no sub-command", [], 2),
        ("unknown sub-command", ["rum"], 2),
        ("unknown option", ["run", quickstart, "--outt", out], 2),
        ("no such file", ["run", f"{work}/nothing.json", "--out", out], 2),
        ("bad value", ["run", quickstart, "--out", out, "--set", "duration=3"], 2),
        ("bad path", ["run", quickstart, "--out", out, "--set", "traffic.nobody.size=1B"], 2),
        ("bad seed", ["run", quickstart, "--out", out, "--seed", "0"], 2),
        (
            "command that fails at once",
            ["run", quickstart, "--out", f"{out}/deep/down", "--set"]
            + ['tunnels.0.fdb=[{"mac": "01:00:00:00:00:00", "dst": "239.1.1.1"}]', "--set"]
            + ['underlay.nodes.0={"name": "v1", "commands": ["ip link set x up"]}'],
            2,
        ),
        ("foreign folder", ["run", quickstart, "--out", SCENARIOS, *short], 2),
    ]
    for name, arguments, code in cases:
        result = tunnelsim(*arguments)
        why = ""
        if result.returncode != code:
            why = f"exit code {result.returncode} instead of {code}: {result.stderr}"
        elif not result.stderr:
            why = "no message"
        elif any(name.startswith("out") for name in os.listdir(work)):
            why = f"something was written: {os.listdir(work)}"
        report(f"exit code {code}: {name}", why)
    document = read_jsonc(quickstart)
    document["underlay"]["nodes"][0] = {"name": "v1", "commands": ["ip link set x up"]}
    with open(f"{work}/command.json", "w", encoding="utf-8") as file:
        json.dump(document, file)
    result = tunnelsim("validate", f"{work}/command.json")
    refused = result.returncode == 2 and "/underlay/nodes/0/commands/0" in result.stderr
    report("validate tries commands", "" if refused else result.stdout + result.stderr)
    expectation = 'expect=[{"device": "v1/vx0", "tx_packets": {"min": 1000000}}]'
    late = 'events=[{"at": "1ms", "node": "v1", "command": "bridge fdb del 02:00:00:00:00:09 dev vx0"}]'
    for name, setting, code in (
        ("expectation not met", expectation, 1),
        ("command of an event fails", late, 3),
    ):
        result = tunnelsim("run", quickstart, "--out", out, *short, "--set", "expect=[]", "--set", setting)
        report(
            f"exit code {code}: {name}",
            "" if result.returncode == code else f"{result.returncode}: {result.stderr}",
        )
    result = tunnelsim("run", quickstart, "--out", out, *short, "--set", "expect=[]", "--json")
    why = ""
    try:
        if json.loads(result.stdout)["books"]["closed"] is not True or result.stderr:
            why = "books not closed, or something on standard error: " + result.stderr
    except ValueError as error:
        why = f"standard output is not JSON: {error}"
    report("--json prints results.json and nothing else", why)
    shutil.rmtree(out)


def same_tree(one, other):
    """What differs between two result folders, run-info.json apart."""
    names = [
        sorted(
            os.path.relpath(os.path.join(folder, file), tree)
            for folder, _, files in os.walk(tree)
            for file in files
            if file != "run-info.json"
        )
        for tree in (one, other)
    ]
    if names[0] != names[1]:
        return ["the lists of files"]
    return [
        name
        for name in names[0]
        if not filecmp.cmp(f"{one}/{name}", f"{other}/{name}", shallow=False)
    ]


def check_runs(work):
    """Every shipped scenario: exit code 0, same bytes twice, clean captures."""
    tshark = shutil.which("tshark")
    for path in shipped():
        name = os.path.basename(path)
        why = ""
        for number in (1, 2):
            result = tunnelsim("run", path, "--out", f"{work}/{number}", "--pcap")
            if result.returncode != 0:
                why = f"exit code {result.returncode}: {result.stdout[-2000:]}{result.stderr}"
        report(f"{name} meets its expectations", why)
        if why:
            continue
        differing = same_tree(f"{work}/1", f"{work}/2")
        report(f"{name} gives the same bytes twice", ", ".join(differing))
        if not tshark:
            print(f"SKIP {name} writes clean captures: tshark is not installed")
            continue
        why = ""
        captures = sorted(os.listdir(f"{work}/1/pcaps"))
        for capture in captures:
            result = subprocess.run(
                [tshark, "-r", f"{work}/1/pcaps/{capture}"]
                + ["-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]
                + ["-o", "tcp.check_checksum:TRUE", "-d", "udp.port==4789,vxlan"]
                + ["-Y", BAD_MARKS],
                capture_output=True,
                text=True,
                check=False,
            )
            if result.returncode != 0 or result.stdout:
                why += f"{capture}: {(result.stdout or result.stderr)[:500]}"
        if not captures:
            why = "there are none"
        report(f"{name} writes clean captures", why)


def check_killed(work):
    """A run that is killed leaves nothing that looks whole, and nothing at all after SIGTERM."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        folder = f"{work}/killed-{sent.name}"
        os.mkdir(folder)
        process = subprocess.Popen(
            [TUNNELSIM, "run", f"{SCENARIOS}/quickstart.json", "--out", f"{folder}/out", "--pcap"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not os.listdir(folder) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.1)
        process.send_signal(sent)
        process.wait(timeout=60)
        left = os.listdir(folder)
        why = ""
        if process.returncode == 0:
            why = "it ended before it was killed"
        elif "out" in left:
            why = "there are results"
        elif sent == signal.SIGTERM and left:
            why = f"it left {left}"
        report(f"a run killed by {sent.name} leaves no results", why)


def main():
    """Runs all checks."""
    if not os.access(TUNNELSIM, os.X_OK):
        report("tunnelsim", f"{TUNNELSIM} was not built")
        return 1
    with tempfile.TemporaryDirectory() as work:
        check_generated()
        check_agreement(work)
        check_exit_codes(work)
        check_runs(work)
        check_killed(work)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

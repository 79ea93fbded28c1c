# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Proves the recorder: what it records of a case is compared with an earlier recording of it."""

import json


def strip_free(row):
    """A frame without the bytes that may differ, for comparison."""
    data = bytearray.fromhex(row["frame"])
    for offset, length in row["free"]:
        data[offset : offset + length] = bytes(length)
    return (row["at"], row.get("dev", "tun0"), data.hex(), str(row["free"]))


def by_place(rows):
    places = {}
    for row in rows:
        places.setdefault((row["at"], row.get("dev", "tun0")), []).append(strip_free(row))
    return places


def devices(case):
    return {"tun0"} | {key for key in case["after"] if key.startswith("tun")}


def state(case, device):
    """Counters and forwarding database of a device in the end; remotes have no order there."""
    after = case["after"] if device == "tun0" else case["after"].get(device, {})
    return after.get("stats"), sorted(map(str, after.get("fdb", [])))


def differences(old, new):
    """Lines that say what differs between two recordings of one case."""
    lines = []
    for number, (a, b) in enumerate(zip(old["steps"], new["steps"]), 1):
        where = f"step {number}"
        if by_place(a.get("expect", [])) != by_place(b.get("expect", [])):
            lines.append(f"{where}: frames {json.dumps(a.get('expect'))[:2000]}\n"
                         f"    now {json.dumps(b.get('expect'))[:2000]}")
        for key in ("error", "status"):
            if a.get(key) != b.get(key):
                lines.append(f"{where}: {key} {a.get(key)} now {b.get(key)}")
        if "show" in a and sorted(map(str, a["json"])) != sorted(map(str, b["json"])):
            lines.append(f"{where}: fdb {a['json']} now {b['json']}")
    for device in sorted(devices(old) | devices(new)):
        before, now = state(old, device), state(new, device)
        if before != now:
            lines.append(f"after: {device} {before}\n    now {now}")
    return lines

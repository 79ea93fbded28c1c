# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What the generator draws from: options of tunnel devices and words of commands, as data. A new
option of the model is a new row here."""


class Row:
    """One option: how often it is drawn, and its values.

    A value is the text after the keyword; "" stands for the keyword alone, and a value that starts
    with "=" replaces the keyword (nolearning)."""

    def __init__(self, keyword, chance, values, families=(4, 6), shared=False):
        self.keyword = keyword
        self.chance = chance
        self.values = values
        self.families = families  # of the underlay
        self.shared = shared  # devices on one port have to agree


NUMBERED = {4: "10.0.0.{}", 6: "fd00::{}"}
FAR = {4: "172.16.5.5", 6: "2001:db8::5"}
GROUPS = {4: ("239.1.1.1", "239.255.129.7"), 6: ("ff05::100", "ff0e::1:2")}

VXLAN_OPTIONS = [
    Row("ttl", 0.25, ["auto", "inherit", "0", "1", "5", "64", "255"]),
    Row("tos", 0.25, ["inherit", "0", "1", "2", "0x03", "0x10", "0xb8", "0xbb", "0xff"]),
    Row("df", 0.25, ["unset", "set", "inherit"]),
    Row("flowlabel", 0.25, ["0", "1", "0x12345", "0xfffff"], families=(6,)),
    Row("learning", 0.2, ["", "=nolearning"]),
    Row("ageing", 0.05, ["none", "1", "300", "4000"]),
    Row("maxaddress", 0.15, ["1", "2", "3", "5", "unlimited"]),
    Row("srcport", 0.2, ["50000 50008", "50000 50002", "1 65535", "0 0", "7000 7000"]),
    Row("udpcsum", 0.25, ["", "=noudpcsum"]),
    Row("udp6zerocsumtx", 0.25, ["", "=noudp6zerocsumtx"], families=(6,)),
    Row("udp6zerocsumrx", 0.25, ["", "=noudp6zerocsumrx"], families=(6,), shared=True),
]

# Given to `ip link set` and `ip link add` as a step, so that refusals are compared, too.
VXLAN_TRIES = [
    "id {vni}", "id 16777216", "id 100", "dstport 5000", "dstport 4789", "remote {remote}",
    "remote {other}", "group {group}", "group {group} dev u0", "dev u0", "dev nowhere",
    "local {local}", "local {other}", "ttl 7", "ttl inherit", "ttl auto", "ttl 256", "tos 0x20",
    "tos inherit", "df set", "df inherit", "df maybe", "flowlabel 0x42", "flowlabel 0x100000",
    "learning", "nolearning", "ageing 60", "ageing none", "maxaddress 9", "srcport 100 50",
    "srcport 1000 2000", "udpcsum", "noudpcsum", "remote {group}", "group {remote}",
    "remote 10.0.0.3 group 239.1.1.1 dev u0", "ttl 3 tos 4 df unset",
]

GRETAP_OPTIONS = [
    Row("key", 0.3, ["0", "1", "42", "4294967295", "1.2.3.4"]),
    Row("ikey", 0.1, ["0", "5", "42"]),
    Row("okey", 0.1, ["0", "6", "42"]),
    Row("csum", 0.25, [""]),
    Row("icsum", 0.1, [""]),
    Row("ocsum", 0.1, [""]),
    Row("seq", 0.25, [""]),
    Row("iseq", 0.1, [""]),
    Row("oseq", 0.1, [""]),
    Row("ttl", 0.3, ["inherit", "0", "1", "5", "64", "255"]),
    Row("tos", 0.3, ["inherit", "0", "1", "2", "0x03", "0x10", "0xb8", "0xbb", "0xff"]),
    Row("pmtudisc", 0.35, ["", "=nopmtudisc", "=nopmtudisc", "=nopmtudisc ignore-df"]),
]

GRETAP_TRIES = [
    "remote {remote}", "remote {other}", "local {local}", "key 42", "key 9", "ikey 4", "okey 5",
    "csum", "seq", "ttl 300", "ttl 9", "ttl 9 nopmtudisc", "ttl inherit", "tos 0x20",
    "tos inherit", "nopmtudisc", "ignore-df", "nopmtudisc ignore-df", "remote fd00::2",
    "dev u0", "dev nowhere", "local 10.0.0.1 remote 10.0.0.{n} key {n}", "remote 239.1.1.1",
]

FDB_STATES = ["", "", "", "permanent", "static", "dynamic", "local", "temp"]
FDB_FLAGS = ["", "", "", "", "self", "extern_learn", "router", "self router"]
FDB_MACS = [f"02:00:00:00:0b:0{n}" for n in range(2, 6)] + [
    "00:00:00:00:00:00", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:00:5e:01:02:03",
    "02:00:00:00:0a:01",
]
FDB_VERBS = ["add", "add", "append", "append", "replace", "del", "del"]

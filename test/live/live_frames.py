# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Builds frames from parts: Ethernet, VLAN, ARP, IPv4, IPv6, UDP, TCP, VXLAN, GRE."""

import ipaddress
import struct

IPV4, IPV6, ARP, VLAN, TEB = 0x0800, 0x86DD, 0x0806, 0x8100, 0x6558


def checksum(data):
    """The Internet checksum of some bytes."""
    data = bytes(data) + b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def address(text):
    return ipaddress.ip_address(text).packed


def ethernet(destination, source, kind, payload, tags=()):
    """`tags` are VLAN tags from the outside in: (EtherType, TCI)."""
    head = mac(destination) + mac(source)
    for tag, tci in tags:
        head += struct.pack("!HH", tag, tci)
    return head + struct.pack("!H", kind) + payload


def ipv4(source, destination, protocol, payload, **field):
    """Fields: tos, ttl, id, flags (as the 16 bits on the wire), options, length, sum."""
    options = field.get("options", b"")
    length = field.get("length", 20 + len(options) + len(payload))
    head = bytearray(
        struct.pack(
            "!BBHHHBBH4s4s", 0x45 + len(options) // 4, field.get("tos", 0), length & 0xFFFF,
            field.get("id", 0x1234), field.get("flags", 0), field.get("ttl", 64), protocol, 0,
            address(source), address(destination),
        ) + options
    )
    struct.pack_into("!H", head, 10, field.get("sum", checksum(head)))
    return bytes(head) + payload


def ipv6(source, destination, protocol, payload, **field):
    """Fields: tclass, label, hops, length."""
    word = 6 << 28 | field.get("tclass", 0) << 20 | field.get("label", 0)
    return struct.pack(
        "!IHBB16s16s", word, field.get("length", len(payload)) & 0xFFFF, protocol,
        field.get("hops", 64), address(source), address(destination),
    ) + payload


def transport_sum(source, destination, protocol, data):
    """Checksum of UDP or TCP with the pseudo header of the addresses' family."""
    pseudo = address(source) + address(destination) + struct.pack("!II", len(data), protocol)
    return checksum(pseudo + data)


def udp(source, destination, ports, payload, **field):
    """Fields: length, sum ("right", "zero", "wrong")."""
    length = field.get("length", 8 + len(payload)) & 0xFFFF
    head = struct.pack("!HHHH", ports[0], ports[1], length, 0)
    kind = field.get("sum", "right")
    total = transport_sum(source, destination, 17, head + payload) or 0xFFFF
    if kind == "zero":
        total = 0
    elif kind == "wrong":
        total = total ^ 0x0101 or 1
    return head[:6] + struct.pack("!H", total) + payload


def tcp(source, destination, ports, payload, flags=0x10):
    head = struct.pack("!HHIIBBHHH", ports[0], ports[1], 1000, 2000, 0x50, flags, 0x0400, 0, 0)
    total = transport_sum(source, destination, 6, head + payload)
    return head[:16] + struct.pack("!H", total) + head[18:] + payload


def arp(operation, sender, sender_address, target, target_address):
    return struct.pack("!HHBBH", 1, IPV4, 6, 4, operation) + mac(sender) + address(
        sender_address
    ) + mac(target) + address(target_address)


def vxlan(vni, payload, first=0x08000000, last=0):
    return struct.pack("!II", first, vni << 8 | last) + payload


def gre(payload, **field):
    """Fields: flags (bits besides C, K and S), protocol, key, seq, sum ("right", "wrong")."""
    bits = field.get("flags", 0)
    parts = b""
    if "sum" in field:
        bits |= 0x8000
        parts += bytes(4)
    if "key" in field:
        bits |= 0x2000
        parts += struct.pack("!I", field["key"])
    if "seq" in field:
        bits |= 0x1000
        parts += struct.pack("!I", field["seq"])
    data = bytearray(struct.pack("!HH", bits, field.get("protocol", TEB)) + parts + payload)
    if "sum" in field:
        total = checksum(data)
        struct.pack_into("!H", data, 4, total if field["sum"] == "right" else total ^ 0x1111)
    return bytes(data)

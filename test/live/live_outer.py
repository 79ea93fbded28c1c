# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws the packets that arrive on the wire for a tunnel: most right, many not quite."""

import struct

import live_frames as frames

HOST_MAC = "02:00:00:00:01:01"
HOST = {4: "10.0.0.1", 6: "fd00::1"}
UDP, GRE = 17, 47


def protocol_offset(frame):
    return 23 if frame[12:14] == b"\x08\x00" else 20


class OuterFrames:
    """What VXLAN and GRE packets have in common: the outer Ethernet and IP headers."""

    def __init__(self, rng):
        self.rng = rng

    def wrap(self, family, protocol, make, **field):
        """Puts IP and Ethernet around what make(source, destination) gives: a list of frames."""
        rng = self.rng
        number = field.get("number") or rng.randint(2, 9)
        source = f"10.0.0.{number}" if family == 4 else f"fd00::{number}"
        destination = field.get("destination", HOST[family])
        mac = field.get("mac", HOST_MAC)
        if rng.random() < 0.02:
            destination = rng.choice({
                4: ["10.0.0.77", "10.0.0.255", "255.255.255.255", "239.7.7.7", "224.0.0.1"],
                6: ["fd00::77", "ff02::1", "ff05::77"],
            }[family])
        if rng.random() < 0.02:
            source = rng.choice({
                4: ["10.0.0.1", "0.0.0.0", "127.0.0.1", "224.1.1.1", "255.255.255.255",
                    "172.16.9.9"],
                6: ["fd00::1", "::", "::1", "ff02::5", "2001:db8::9"],
            }[family])
        if rng.random() < 0.02:
            mac = rng.choice(["02:00:00:00:01:0f", "ff:ff:ff:ff:ff:ff", "01:00:5e:01:01:01"])
        payload = make(source, destination)
        tos = rng.choice([0, 0, 0, 1, 2, 3, 0xB8, 0xBB])
        ttl = rng.choice([64, 64, 64, 1, 0, 255])
        if family == 4:
            packets = self.ipv4_packets(source, destination, protocol, payload, tos, ttl)
        else:
            label = rng.choice([0, 0, 0x12345])
            packets = [frames.ipv6(source, destination, protocol, payload, tclass=tos, hops=ttl,
                                   label=label)]
        kind = frames.IPV4 if family == 4 else frames.IPV6
        return [
            frames.ethernet(mac, f"02:00:00:00:01:0{number}", kind, packet) for packet in packets
        ]

    def ipv4_packets(self, source, destination, protocol, payload, tos, ttl):
        rng = self.rng
        value = rng.random()
        field = {"tos": tos, "ttl": ttl, "flags": rng.choice([0, 0x4000, 0x8000]),
                 "id": rng.randint(1, 0xFFFF)}
        if value < 0.03:
            field["options"] = bytes([1] * rng.choice([4, 12]))
        elif value < 0.05:
            field["sum"] = 0x1234
        elif value < 0.08:
            field["length"] = 20 + max(0, len(payload) + rng.choice([-30, -1, 1, 20]))
        elif value < 0.1 and len(payload) > 16:
            # Two fragments, now and then in the wrong order.
            cut = rng.randint(1, (len(payload) - 1) // 8) * 8
            parts = [
                frames.ipv4(source, destination, protocol, payload[:cut],
                            **dict(field, flags=0x2000)),
                frames.ipv4(source, destination, protocol, payload[cut:],
                            **dict(field, flags=cut // 8)),
            ]
            return parts[::-1] if rng.random() < 0.3 else parts
        return [frames.ipv4(source, destination, protocol, payload, **field)]

    def damage(self, made, protocol):
        """Now and then cut off, filled up or with bits turned, but never another protocol: the
        host would answer TCP."""
        rng = self.rng
        if len(made) != 1:
            return made
        frame = bytearray(made[0])
        value = rng.random()
        if value < 0.04:
            frame = frame[: rng.randint(14, len(frame))]
        elif value < 0.08:
            for _ in range(rng.randint(1, 2)):
                frame[rng.randint(14, len(frame) - 1)] ^= 1 << rng.randint(0, 7)
            frame[protocol_offset(frame)] = protocol
        elif value < 0.11:
            frame += bytes(rng.randint(1, 20))
        return [bytes(frame)]


class VxlanOuter(OuterFrames):
    """VXLAN packets."""

    def plain(self, device, inner, number):
        def make(source, destination):
            return frames.udp(source, destination, (40000, device.port),
                              frames.vxlan(device.vni, inner), sum="zero")

        source = f"10.0.0.{number}"
        packet = frames.ipv4(source, HOST[4], UDP, make(source, HOST[4]))
        return frames.ethernet(HOST_MAC, f"02:00:00:00:01:0{number}", frames.IPV4, packet)

    def draw(self, device, inner):
        rng = self.rng
        family = device.family if rng.random() < 0.97 else 10 - device.family
        vni, first, last, port = device.vni, 0x08000000, 0, device.port
        value = rng.random()
        if value < 0.05:
            vni = rng.choice([100, 200, 7, vni ^ 1, vni ^ 0x800000])
        elif value < 0.12:
            first ^= 1 << rng.randint(0, 31)
        elif value < 0.15:
            last = rng.randint(1, 255)
        elif value < 0.17:
            port = rng.choice([4789, 4790, 8472, 9])
        sums = ["zero", "zero", "right", "right", "wrong"] if family == 4 else [
            "right", "right", "right", "zero", "wrong"]
        field = {"sum": rng.choice(sums[: 5 if rng.random() < 0.4 else 4])}
        body = frames.vxlan(vni, inner, first, last)
        if rng.random() < 0.03:
            body = body[: rng.randint(0, min(len(body), 24))]
        if rng.random() < 0.03:
            field["length"] = max(0, 8 + len(body) + rng.choice([-20, -1, 1, 9, -8 - len(body)]))

        def make(source, destination):
            return frames.udp(source, destination, (rng.randint(32768, 60999), port), body, **field)

        more = {}
        if device.group and family == device.family and rng.random() < 0.5:
            more["destination"] = device.group
            more["mac"] = "01:00:5e:01:01:01" if family == 4 else "33:33:00:00:01:00"
        return self.damage(self.wrap(family, UDP, make, **more), UDP)


class GreOuter(OuterFrames):
    """GRE packets."""

    def __init__(self, rng):
        super().__init__(rng)
        self.sequence = {}

    def next_sequence(self, device):
        rng = self.rng
        expected = self.sequence.get(device.name, 0)
        value = rng.random()
        if value < 0.7:
            number = expected
        elif value < 0.8:
            number = expected + rng.choice([1, 5, 1000])
        elif value < 0.95:
            number = max(0, expected - rng.choice([1, 2, 10]))
        else:
            number = rng.choice([0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
        if number >= expected:
            self.sequence[device.name] = (number + 1) & 0xFFFFFFFF
        return number & 0xFFFFFFFF

    def draw(self, device, inner):
        rng = self.rng
        odd = rng.random()
        field = {}
        if device.key is not None:
            key = device.key
            field["key"] = struct.unpack("!I", frames.address(key))[0] if "." in key else int(key)
        if device.csum:
            field["sum"] = "right"
        if device.seq:
            field["seq"] = self.next_sequence(device)
        if odd < 0.05:
            field["key"] = rng.choice([0, 1, 42, 43])
        elif odd < 0.09:
            field.pop("key", None)
        elif odd < 0.13:
            field["sum"] = rng.choice(["right", "wrong", "wrong"])
        elif odd < 0.16:
            field.pop("sum", None)
        elif odd < 0.2:
            field["seq"] = rng.choice([0, 1, 7, 0xFFFFFFFF])
        elif odd < 0.23:
            field.pop("seq", None)
        elif odd < 0.28:
            field["flags"] = 1 << rng.randint(0, 15)
        elif odd < 0.31:
            field["protocol"] = rng.choice([0x0800, 0x86DD, 0x88BE, 0x6559, 0])
        elif odd < 0.34:
            inner = inner[: rng.randint(0, 20)]
        packet = frames.gre(inner, **field)
        if rng.random() < 0.02:
            packet = packet[: rng.randint(0, min(len(packet), 16))]
        more = {}
        remote = getattr(device, "remote", None)
        if remote and remote.startswith("10.") and rng.random() < 0.85:
            more["number"] = int(remote.split(".")[-1])
        if device.group and rng.random() < 0.5:
            more["destination"], more["mac"] = device.group, "01:00:5e:01:01:01"
        return self.damage(self.wrap(4, GRE, lambda source, destination: packet, **more), GRE)

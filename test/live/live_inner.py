# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws the Ethernet frames that go through a tunnel, well formed and not."""

import live_frames as frames

STATIONS = [f"02:00:00:00:0b:0{n}" for n in range(2, 6)]
LOCAL_STATIONS = ["02:00:00:00:0c:01", "02:00:00:00:0c:02"]
GROUPS = ["ff:ff:ff:ff:ff:ff", "01:00:5e:01:02:03", "33:33:00:00:00:01", "01:80:c2:00:00:00"]
TAG_TYPES = [0x88A8, 0x8100]
ODD_TYPES = [0x88B5, 0x0003, 0x002E, 0x05DC, 0x0600, 0x8847, 0x6558, 0x0000, 0xFFFF]


class InnerFrames:
    """Frames in both directions. None of their addresses is the host's own."""

    def __init__(self, rng, tags=True, cut_tagged=True):
        self.rng = rng
        self.tags = tags  # whether VLAN tags are drawn
        self.cut_tagged = cut_tagged  # whether tagged frames are cut off
        self.longest = 1520  # bytes of payload

    def plain(self, source, destination):
        """A frame over IPv4 that is well formed, as far as addresses go, and not large."""
        self.longest = 1000
        return frames.ethernet(destination, source, frames.IPV4, self.ipv4_packet())

    def draw_sent(self, own):
        """A frame for the transmit function of a device."""
        rng = self.rng
        destination = rng.choice(STATIONS * 3 + GROUPS + ["02:00:00:00:0b:09", own])
        source = rng.choice([own] * 4 + LOCAL_STATIONS)
        if rng.random() < 0.02:
            destination = "00:00:00:00:00:00"
        return self.damage(self.frame(destination, source))

    def draw_received(self, own):
        """A frame that another tunnel end point has encapsulated."""
        rng = self.rng
        destination = rng.choice([own] * 4 + STATIONS[:1] + GROUPS)
        source = rng.choice(STATIONS * 4 + [own])
        if rng.random() < 0.03:
            source = rng.choice(["00:00:00:00:00:00", "01:00:5e:00:00:09", "ff:ff:ff:ff:ff:ff"])
        return self.damage(self.frame(destination, source))

    def frame(self, destination, source):
        rng = self.rng
        tags = []
        while self.tags and rng.random() < 0.12 and len(tags) < 3:
            tags.append((rng.choice([0x8100, 0x8100, 0x88A8]), rng.randint(0, 0xFFFF)))
        # A packet socket grants 4 more bytes to 0x8100 alone, a bridge to all: keep away from it.
        self.longest = 1000 if tags and tags[0][0] == 0x88A8 else 1520
        value = rng.random()
        if value < 0.5:
            kind, payload = frames.IPV4, self.ipv4_packet()
        elif value < 0.75:
            kind, payload = frames.IPV6, self.ipv6_packet()
        elif value < 0.85:
            kind = frames.ARP
            payload = frames.arp(rng.choice([1, 2]), source, "192.168.0.1", "00:00:00:00:00:00",
                                 f"192.168.0.{rng.randint(2, 5)}")
        else:
            # A packet socket does not look behind tags for EtherType 0.
            kind = rng.choice(ODD_TYPES + (TAG_TYPES if self.tags else []))
            kind = 0x88B5 if tags and kind == 0 else kind
            self.longest = 1000 if kind == 0x88A8 else self.longest
            payload = self.payload()
        return frames.ethernet(destination, source, kind, payload, tags)

    def payload(self):
        rng = self.rng
        value = rng.random()
        if value < 0.8:
            length = rng.randint(0, 120)
        elif value < 0.9:
            length = rng.randint(1150, 1520)
        else:
            length = rng.choice([0, 1, 1390, 1408, 1410, 1422, 1430, 1450, 1472, 1480])
        return bytes(number & 0xFF for number in range(min(length, self.longest)))

    def transport(self, source, destination):
        """(protocol number, bytes)."""
        rng = self.rng
        ports = rng.choice([(1000, 2000), (1001, 2000), (5353, 5353), (0, 0)])
        value = rng.random()
        if value < 0.5:
            return 17, frames.udp(source, destination, ports, self.payload(),
                                  sum=rng.choice(["right", "right", "zero", "wrong"]))
        if value < 0.75:
            return 6, frames.tcp(source, destination, ports, self.payload())
        return rng.choice([1, 2, 47, 50, 58, 132, 253]), self.payload()

    def ipv4_packet(self):
        rng = self.rng
        source, destination = f"192.168.0.{rng.randint(1, 4)}", f"192.168.0.{rng.randint(1, 4)}"
        if rng.random() < 0.1:
            destination = rng.choice(["224.0.0.1", "239.9.9.9", "255.255.255.255"])
        protocol, data = self.transport(source, destination)
        field = {
            "tos": rng.choice([0, 1, 2, 3, 0xB8, 0xBB, rng.randint(0, 255)]),
            "ttl": rng.choice([64, 64, 0, 1, 2, 128, 255]),
            "flags": rng.choice([0, 0, 0x4000, 0x4000, 0x2000, 0x00B9, 0x8000, 0x6000]),
        }
        if rng.random() < 0.05:
            field["options"] = bytes([1] * rng.choice([4, 8, 40]))
        if rng.random() < 0.05:
            field["sum"] = rng.randint(0, 0xFFFF)
        if rng.random() < 0.05:
            field["length"] = rng.choice([0, 19, 20, len(data), len(data) + 30, 65535])
        return frames.ipv4(source, destination, protocol, data, **field)

    def ipv6_packet(self):
        rng = self.rng
        source, destination = f"2001:db8:1::{rng.randint(1, 4)}", f"2001:db8:1::{rng.randint(1, 4)}"
        if rng.random() < 0.15:
            destination = rng.choice(["ff02::1", "ff0e::9"])
        protocol, data = self.transport(source, destination)
        if rng.random() < 0.1:
            data = bytes([protocol, 0, 1, 4, 0, 0, 0, 0]) + data
            protocol = rng.choice([0, 60])
        field = {
            "tclass": rng.choice([0, 1, 2, 3, 0xB8, 0xBB, rng.randint(0, 255)]),
            "label": rng.choice([0, 0, 1, 0xFFFFF]),
            "hops": rng.choice([64, 64, 0, 1, 255]),
        }
        if rng.random() < 0.05:
            field["length"] = rng.choice([0, len(data) + 30, 65535])
        return frames.ipv6(source, destination, protocol, data, **field)

    def damage(self, frame):
        """Now and then cut off, or with bits turned behind the addresses."""
        rng = self.rng
        value = rng.random()
        tagged = frame[12:14] in (b"\x81\x00", b"\x88\xa8")
        if tagged and not self.cut_tagged:
            return frame
        if value < 0.05:
            return frame[: rng.randint(14, min(60, max(14, len(frame))))]
        if value < 0.1 and len(frame) > 15:
            changed = bytearray(frame)
            first = 12 if self.tags else 14
            last = max(first, min(len(frame), 54) - 1)
            for _ in range(rng.randint(1, 3)):
                changed[rng.randint(first, last)] = rng.randint(0, 255)
            return bytes(changed)
        if value < 0.13:
            return frame + bytes(rng.randint(1, 30))
        return frame

# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Rules of the vector format about a recorded frame: which bytes are free, and which frames are
the host's own."""

import struct

IPV4, IPV6, ARP = 0x0800, 0x86DD, 0x0806
ICMP, IGMP, UDP, FRAGMENT, ICMPV6, HOP_BY_HOP = 1, 2, 17, 44, 58, 0


def ether_type(frame):
    return struct.unpack_from("!H", frame, 12)[0] if len(frame) >= 14 else 0


def is_host_frame(frame):
    """Sent by the host's own IP stack and by no tunnel: ARP, ICMP, IGMP, MLD."""
    kind = ether_type(frame)
    if kind == IPV4 and len(frame) >= 34:
        return frame[23] in (ICMP, IGMP)
    if kind == IPV6 and len(frame) >= 54:
        return frame[20] in (ICMPV6, HOP_BY_HOP)
    return kind == ARP


def udp_offset(frame):
    """Where the UDP header of a tunnel packet starts, or None when there is none."""
    kind = ether_type(frame)
    if kind == IPV4:
        start = 14 + (frame[14] & 15) * 4
        first = struct.unpack_from("!H", frame, 20)[0] & 0x1FFF == 0
        return start if frame[23] == UDP and first else None
    if kind == IPV6:
        if frame[20] == UDP:
            return 54
        if frame[20] == FRAGMENT and frame[54] == UDP:
            return 62 if struct.unpack_from("!H", frame, 56)[0] & 0xFFF8 == 0 else None
    return None


def free_ranges(frame):
    """Bytes of a frame on the wire that the kernel draws at random, and what follows from them:
    IPv4 identification and header checksum, identification of IPv6 fragments, UDP source port and,
    unless it is zero, UDP checksum."""
    ranges = []
    kind = ether_type(frame)
    if kind == IPV4:
        ranges += [[18, 2], [24, 2]]
    elif kind == IPV6 and frame[20] == FRAGMENT:
        ranges.append([58, 4])
    start = udp_offset(frame)
    if start is not None and len(frame) >= start + 8:
        ranges.append([start, 2])
        if frame[start + 6 : start + 8] != b"\0\0":
            ranges.append([start + 6, 2])
    return ranges

# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Route netlink without a process per request: the fixed part of the test host, and counters."""

import errno
import os
import socket
import struct

NETLINK_ROUTE = 0
RTM_NEWLINK, RTM_GETLINK, RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNEIGH = 16, 18, 20, 24, 28
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLM_F_EXCL, NLM_F_CREATE = 0x200, 0x400
IFLA_ADDRESS, IFLA_IFNAME, IFLA_LINKINFO, IFLA_STATS64, IFLA_NET_NS_FD = 1, 3, 18, 23, 28
IFLA_INFO_KIND, IFLA_INFO_DATA, VETH_INFO_PEER = 1, 2, 1
IFA_ADDRESS, IFA_LOCAL, IFA_F_NODAD = 1, 2, 0x02
RTA_OIF, RTA_GATEWAY = 4, 5
NDA_DST, NDA_LLADDR, NUD_PERMANENT = 1, 2, 0x80
# struct rtnl_link_stats64, named as `ip -s -s -j link show` does.
STATS64 = (
    "rx.packets tx.packets rx.bytes tx.bytes rx.errors tx.errors rx.dropped tx.dropped "
    "rx.multicast tx.collisions rx.length_errors rx.over_errors rx.crc_errors rx.frame_errors "
    "rx.fifo_errors rx.missed_errors tx.aborted_errors tx.carrier_errors tx.fifo_errors "
    "tx.heartbeat_errors tx.window_errors"
).split()


def attribute(kind, value):
    """One attribute, padded."""
    length = 4 + len(value)
    return struct.pack("=HH", length, kind) + value + bytes(-length % 4)


def attributes(data):
    """All attributes of a message: {kind: value}."""
    found = {}
    while len(data) >= 4:
        length, kind = struct.unpack_from("=HH", data)
        if length < 4:
            break
        found[kind & 0x3FFF] = data[4:length]
        data = data[(length + 3) & ~3 :]
    return found


def mac_bytes(text):
    return bytes.fromhex(text.replace(":", ""))


def _family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


class Netlink:
    """A socket in the namespace where it was made."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_ROUTE)
        self.socket.bind((0, 0))
        self.sequence = 0

    def close(self):
        self.socket.close()

    def _request(self, kind, flags, body):
        self.sequence += 1
        flags |= NLM_F_REQUEST
        header = struct.pack("=IHHII", 16 + len(body), kind, flags, self.sequence, 0)
        self.socket.send(header + body)
        while True:
            data = self.socket.recv(1 << 18)
            while data:
                length, kind, _, sequence, _ = struct.unpack_from("=IHHII", data)
                if sequence == self.sequence:
                    if kind == NLMSG_ERROR:
                        code = -struct.unpack_from("=i", data, 16)[0]
                        if code:
                            raise OSError(code, f"netlink: {errno.errorcode.get(code, code)}")
                        return
                    if kind == NLMSG_DONE:
                        return
                    yield data[16:length]
                data = data[(length + 3) & ~3 :]

    def _create(self, kind, body):
        for _ in self._request(kind, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, body):
            pass

    def add_veth(self, name, mac, peer, peer_mac, namespace):
        """A pair of devices, the second in another namespace (an open file)."""

        def ends(interface, address):
            return (attribute(IFLA_IFNAME, interface.encode() + b"\0")
                    + attribute(IFLA_ADDRESS, mac_bytes(address)))

        other = (bytes(16) + ends(peer, peer_mac)
                 + attribute(IFLA_NET_NS_FD, struct.pack("=I", namespace)))
        info = attribute(IFLA_INFO_KIND, b"veth\0") + attribute(
            IFLA_INFO_DATA, attribute(VETH_INFO_PEER, other)
        )
        self._create(RTM_NEWLINK, bytes(16) + ends(name, mac) + attribute(IFLA_LINKINFO, info))

    def add_address(self, address, bits, interface):
        packed = socket.inet_pton(_family(address), address)
        index = socket.if_nametoindex(interface)
        flags = IFA_F_NODAD if _family(address) == socket.AF_INET6 else 0
        self._create(
            RTM_NEWADDR,
            struct.pack("=BBBBI", _family(address), bits, flags, 0, index)
            + attribute(IFA_LOCAL, packed)
            + attribute(IFA_ADDRESS, packed),
        )

    def add_default_route(self, gateway, interface):
        # Table main, protocol boot, scope universe, unicast.
        self._create(
            RTM_NEWROUTE,
            struct.pack("=BBBBBBBBI", _family(gateway), 0, 0, 0, 254, 3, 0, 1, 0)
            + attribute(RTA_GATEWAY, socket.inet_pton(_family(gateway), gateway))
            + attribute(RTA_OIF, struct.pack("=I", socket.if_nametoindex(interface))),
        )

    def add_neighbour(self, address, mac, interface):
        """A permanent neighbour."""
        self._create(
            RTM_NEWNEIGH,
            struct.pack("=BBHiHBB", _family(address), 0, 0, socket.if_nametoindex(interface),
                        NUD_PERMANENT, 0, 0)
            + attribute(NDA_DST, socket.inet_pton(_family(address), address))
            + attribute(NDA_LLADDR, mac_bytes(mac)),
        )

    def counters(self):
        """Of all devices: {name: {"rx": {counter: value}, "tx": ...}}."""
        found = {}
        for body in self._request(RTM_GETLINK, NLM_F_DUMP, bytes(16)):
            row = attributes(body[16:])
            if IFLA_STATS64 not in row:
                continue
            both = {"rx": {}, "tx": {}}
            for path, value in zip(STATS64, struct.iter_unpack("=Q", row[IFLA_STATS64])):
                direction, counter = path.split(".")
                both[direction][counter] = value[0]
            found[os.fsdecode(row[IFLA_IFNAME].rstrip(b"\0"))] = both
        return found

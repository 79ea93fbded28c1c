# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What the recorder needs of the kernel and Python's standard library lacks: network namespaces,
interface flags and offloads, and packet sockets that keep VLAN tags."""

import ctypes
import fcntl
import os
import socket
import struct

CLONE_NEWNET = 0x40000000

SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
SIOCETHTOOL = 0x8946
IFF_UP = 1

# ETHTOOL_S* of linux/ethtool.h: RXCSUM, TXCSUM, SG, TSO, GSO, GRO.
OFFLOADS = (0x15, 0x17, 0x19, 0x1F, 0x24, 0x2C)

SOL_PACKET = 263
PACKET_AUXDATA = 8
PACKET_IGNORE_OUTGOING = 23
ETH_P_ALL = 3
TP_STATUS_CSUMNOTREADY = 0x08
TP_STATUS_VLAN_VALID = 0x10
TP_STATUS_VLAN_TPID_VALID = 0x40
AUXDATA = struct.Struct("=IIIHHHH")

_libc = ctypes.CDLL(None, use_errno=True)


def _call(function, *arguments):
    if function(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{function.__name__}: {os.strerror(error)}")


def new_namespace():
    """Puts this process into a fresh network namespace; the kernel removes it when no process and
    no socket stands in it any more, so that nothing has to be cleaned up."""
    _call(_libc.unshare, CLONE_NEWNET)


def enter_namespace(descriptor):
    """Puts this process into the network namespace of an open file."""
    _call(_libc.setns, descriptor, CLONE_NEWNET)


def set_up(control, name):
    """Sets an interface up in the namespace of the socket `control`."""
    request = struct.pack("16sh14x", name.encode(), 0)
    flags = struct.unpack_from("h", fcntl.ioctl(control, SIOCGIFFLAGS, request), 16)[0]
    fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", name.encode(), flags | IFF_UP))


def switch_offloads_off(control, name):
    """Checksum and segmentation offloads off, as `ethtool -K NAME rx off tx off ...`."""
    for command in OFFLOADS:
        value = ctypes.create_string_buffer(struct.pack("II", command, 0))
        request = struct.pack("16sP8x", name.encode(), ctypes.addressof(value))
        try:
            fcntl.ioctl(control, SIOCETHTOOL, request)
        except OSError:
            pass  # a device that has no such offload


def packet_socket():
    """A socket that captures what comes in on all interfaces of the namespace."""
    capture = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    capture.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    try:
        capture.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    except OSError:
        pass  # before Linux 4.20; outgoing frames are skipped by their type
    capture.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    return capture


def receive(capture):
    """The next captured frame without waiting: (interface, bytes, checksum left open), or None."""
    while True:
        try:
            data, extra, _, address = capture.recvmsg(70000, 256, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        if address[2] == socket.PACKET_OUTGOING:
            continue
        unfilled = False
        for level, kind, value in extra:
            if level != SOL_PACKET or kind != PACKET_AUXDATA:
                continue
            status, _, _, _, _, tci, tpid = AUXDATA.unpack_from(value)
            unfilled = bool(status & TP_STATUS_CSUMNOTREADY)
            if status & TP_STATUS_VLAN_VALID:
                tag = tpid if status & TP_STATUS_VLAN_TPID_VALID else 0x8100
                data = data[:12] + struct.pack("!HH", tag, tci) + data[12:]
        return address[0], data, unfilled

# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Runs cases of the vector format against the kernel this process runs on and fills in what came
out: `expect`, `status`, `json` of `show`, `observed_ports`, and `after`.

Each case gets a network namespace of its own, the host under test, with u0 as one end of a veth
pair. The other end is in a second namespace, the wire, where frames are injected and captured."""

import errno
import json
import os
import re
import shlex
import socket
import struct
import subprocess
import time

import live_kernel
import live_netlink
import live_rules

HOST_SYSCTLS = (
    ("net/ipv4/conf/all/forwarding", "0"),
    ("net/ipv4/conf/default/forwarding", "0"),
    ("net/ipv4/conf/all/arp_ignore", "8"),
    ("net/ipv4/conf/all/rp_filter", "0"),
    ("net/ipv4/conf/default/rp_filter", "0"),
    ("net/ipv6/auto_flowlabels", "0"),
    ("net/ipv6/conf/all/forwarding", "0"),
)
QUIET_IPV6 = (
    ("accept_ra", "0"),
    ("autoconf", "0"),
    ("dad_transmits", "0"),
    ("addr_gen_mode", "1"),
    ("router_solicitations", "0"),
)
MARKER = bytes.fromhex("0200000001fd" "0200000001fc" "88b6") + bytes(46)
RX_COUNTERS = (
    "packets bytes errors dropped length_errors crc_errors frame_errors fifo_errors over_errors "
    "missed_errors multicast"
).split()
TX_COUNTERS = (
    "packets bytes errors dropped aborted_errors fifo_errors window_errors heartbeat_errors "
    "carrier_errors collisions"
).split()
OWN_IPV6 = "fd00" + "0" * 27 + "1"
IFA_F_TENTATIVE = 0x40
STARTUP_S = 5  # a frame that takes longer than this inside one host is lost


class RecordingError(Exception):
    """The kernel cannot be brought into the state that a case starts from."""


def write_sysctl(name, value):
    with open("/proc/sys/" + name, "w", encoding="ascii") as file:
        file.write(value)


def run(command, text=""):
    return subprocess.run(
        command, input=text, capture_output=True, text=True, check=False, timeout=60
    )


class Wire:
    """The namespace of the far end, kept for all cases."""

    def __init__(self):
        live_kernel.new_namespace()
        self.descriptor = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        write_sysctl("net/ipv6/conf/default/disable_ipv6", "1")
        write_sysctl("net/ipv4/conf/all/arp_ignore", "8")
        self.count = 0

    def next_name(self):
        self.count += 1
        return f"u1-{self.count}"


class Host:
    """The host under test of one case."""

    def __init__(self, wire):
        self.wire = wire
        self.peer = wire.next_name()
        self.markers = 0
        live_kernel.enter_namespace(wire.descriptor)
        self.far = live_kernel.packet_socket()
        live_kernel.new_namespace()
        self.near = live_kernel.packet_socket()
        self.control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.netlink = live_netlink.Netlink()
        self.sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        for name, value in HOST_SYSCTLS:
            write_sysctl(name, value)
        for scope in ("all", "default"):
            for name, value in QUIET_IPV6:
                write_sysctl(f"net/ipv6/conf/{scope}/{name}", value)
        self._make_underlay()
        self._wait_for_ipv6()
        self._wait_for_link()
        # Tunnel devices are to be silent.
        write_sysctl("net/ipv6/conf/default/disable_ipv6", "1")

    def _make_underlay(self):
        wire, netlink = self.wire, self.netlink
        live_kernel.set_up(self.control, "lo")
        netlink.add_veth("u0", "02:00:00:00:01:01", self.peer, "02:00:00:00:01:ff", wire.descriptor)
        live_kernel.switch_offloads_off(self.control, "u0")
        live_kernel.switch_offloads_off(wire.control, self.peer)
        live_kernel.set_up(wire.control, self.peer)
        live_kernel.set_up(self.control, "u0")
        for prefix, bits, gateway in (("10.0.0.", 24, "254"), ("fd00::", 64, "fe")):
            netlink.add_address(prefix + "1", bits, "u0")
            netlink.add_default_route(prefix + gateway, "u0")
            netlink.add_neighbour(prefix + gateway, "02:00:00:00:01:fe", "u0")
            for n in range(2, 10):
                netlink.add_neighbour(f"{prefix}{n}", f"02:00:00:00:01:0{n}", "u0")

    def _wait_for_ipv6(self):
        """The address is of use once the link is known to be up."""
        limit = time.monotonic() + STARTUP_S
        while time.monotonic() < limit:
            with open("/proc/net/if_inet6", encoding="ascii") as file:
                for line in file:
                    words = line.split()
                    if words[5] == "u0" and words[0] == OWN_IPV6:
                        tentative = int(words[4], 16) & IFA_F_TENTATIVE
                        if not tentative and self._is_routed(OWN_IPV6):
                            return
            time.sleep(0.001)
        raise RecordingError("the IPv6 address of u0 does not become usable")

    @staticmethod
    def _is_routed(address):
        with open("/proc/net/ipv6_route", encoding="ascii") as file:
            return any(line.startswith(address + " 80 ") for line in file)

    def _wait_for_link(self):
        """Queues are attached to a device a little after its link is up."""
        for send, capture, place in (
            (self._mark_wire, self.near, "u0"), (self._mark_host, self.far, self.peer)
        ):
            for _ in range(1000):
                marker = send()
                if self._receive_until(marker, capture, place, 0.005) is not None:
                    break
            else:
                raise RecordingError(f"no frame comes through to {place}")

    def close(self):
        for each in (self.far, self.near, self.control, self.sender, self.netlink):
            each.close()

    def configure(self, commands):
        """Commands that have to succeed; neighbouring ones share a process."""
        batch = []
        for command in commands + [None]:
            program = command and command.split(None, 1)[0]
            words = command and command.split(None, 2)
            plain = program in ("ip", "bridge") and not words[1].startswith("-")
            if batch and (not plain or program != batch[0][0]):
                self._run_batch(batch[0][0], [line for _, line in batch])
                batch = []
            if plain:
                batch.append((program, command.split(None, 1)[1]))
            elif command:
                status, text = self.execute(command)
                if status != 0:
                    raise RecordingError(f"{command}: {text}")

    def _run_batch(self, program, lines):
        result = run([program, "-batch", "-"], "\n".join(lines) + "\n")
        if result.returncode != 0:
            raise RecordingError(f"{program}: {' | '.join(lines)}: {result.stderr.strip()}")

    def execute(self, command):
        """One command as a user types it: (status, stderr)."""
        words = shlex.split(command)
        if words[:2] == ["sysctl", "-qw"] or words[:2] == ["sysctl", "-w"]:
            for setting in words[2:]:
                name, value = setting.split("=", 1)
                try:
                    write_sysctl(name.replace(".", "/"), value)
                except OSError as error:
                    return 255, str(error)
            return 0, ""
        result = run(words)
        for name in self.tunnels():
            live_kernel.switch_offloads_off(self.control, name)
        return result.returncode, result.stderr.strip()

    def tunnels(self):
        return sorted(name for _, name in socket.if_nameindex() if name.startswith("tun"))

    def send(self, underlay, device, frame):
        """Gives a frame to the wire or to a tunnel device: None, or the name of the errno."""
        try:
            if underlay:
                self.far.sendto(frame, (self.peer, 0))
            else:
                self.sender.sendto(frame, (device, 0))
        except OSError as error:
            return errno.errorcode.get(error.errno, str(error.errno))
        return None

    def _next_marker(self):
        self.markers += 1
        return MARKER + struct.pack("!I", self.markers)

    def _mark_wire(self):
        """A marker into the wire; it arrives at u0."""
        marker = self._next_marker()
        self.far.sendto(marker, (self.peer, 0))
        return marker

    def _mark_host(self):
        """A marker out of u0; it arrives on the wire."""
        marker = self._next_marker()
        self.sender.sendto(marker, ("u0", 0))
        return marker

    def settle(self):
        """Everything that has come out since the last call, once nothing can follow.

        All work of the kernel for a frame is queued on this processor, in order: a second marker
        sent after the first one arrived is behind all that any frame before it has started."""
        frames = []
        for _ in range(2):
            for marker, capture, place in (
                (self._mark_wire(), self.near, "u0"), (self._mark_host(), self.far, self.peer)
            ):
                more = self._receive_until(marker, capture, place, STARTUP_S)
                if more is None:
                    raise RecordingError(f"no marker came through to {place}")
                frames += more
        return frames

    def _receive_until(self, marker, capture, place, seconds):
        """The frames of tunnels before a marker; None when it does not come."""
        frames = []
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            got = live_kernel.receive(capture)
            if got is None:
                time.sleep(0.0002)
                continue
            name, data, unfilled = got
            if name == place and data == marker:
                return frames
            if data.startswith(MARKER):
                continue
            if capture is self.far and name == self.peer:
                frames.append(("underlay", None, data, False))
            elif capture is self.near and name.startswith("tun"):
                frames.append(("overlay", name, data, unfilled))
        return None

    def forwarding_database(self, device):
        result = run(["bridge", "-j", "fdb", "show", "dev", device])
        rows = json.loads(result.stdout) if result.stdout.strip() else []
        for row in rows:
            row.pop("ifname", None)
        return sorted(rows, key=lambda row: (row["mac"], json.dumps(row)))

    def counters(self):
        """Of every tunnel device, as `stats` of a vector file."""
        stats = {}
        for name, both in self.netlink.counters().items():
            if name.startswith("tun"):
                stats[name] = {
                    "rx": {counter: both["rx"][counter] for counter in RX_COUNTERS},
                    "tx": {counter: both["tx"][counter] for counter in TX_COUNTERS},
                }
        return stats


class CaseRecorder:
    """Records one case."""

    def __init__(self, wire, case):
        self.case = json.loads(json.dumps(case))
        self.host = Host(wire)
        self.vxlan = any(" type vxlan" in command for command in case["link"])

    def record(self):
        try:
            self._record()
        finally:
            self.host.close()
        return self.case

    def _record(self):
        case, host = self.case, self.host
        names = sorted(set(re.findall(r"link add (tun\d+) ", "\n".join(case["link"]))))
        ups = [f"ip link set {name} up" for name in names]
        host.configure(case["link"] + ups + case["setup"])
        for name in host.tunnels():
            live_kernel.switch_offloads_off(host.control, name)
        host.settle()
        for step in case["steps"]:
            self._step(step)
        stats = host.counters()
        after = {}
        for name in sorted(stats):
            part = {"stats": stats[name]}
            if self.vxlan:
                part["fdb"] = host.forwarding_database(name)
            if name == "tun0":
                after.update(part)
            else:
                after[name] = part
        case["after"] = after

    def _step(self, step):
        if "send" in step:
            self._send(step)
        elif "wait_s" in step:
            time.sleep(step["wait_s"])
            self.host.settle()
        elif "command" in step:
            step["status"], step["stderr"] = self.host.execute(step["command"])
            frames = self.host.settle()
            if "expect" in step:
                self._expect(step, frames)
        elif "show" in step:
            step["json"] = self.host.forwarding_database(step.get("dev", "tun0"))
        elif "property" in step:
            self._source_ports(step)
        else:
            raise RecordingError(f"unknown step {step}")

    def _send(self, step):
        send = step["send"]
        step.pop("error", None)
        for text in send.get("frames") or [send["frame"]]:
            error = self.host.send(
                send["at"] == "underlay", send.get("dev", "tun0"), bytes.fromhex(text)
            )
            if error and send["at"] == "underlay":
                raise RecordingError(f"the wire does not take a frame: {error}")
            if error:
                step["error"] = error
        self._expect(step, self.host.settle())

    def _expect(self, step, frames):
        step["expect"] = []
        host = []
        for at, device, data, unfilled in frames:
            if at == "underlay" and live_rules.is_host_frame(data):
                host.append(data.hex())
                continue
            row = {
                "at": at,
                "frame": data.hex(),
                "free": live_rules.free_ranges(data) if at == "underlay" else [],
            }
            if device and device != "tun0":
                row["dev"] = device
            if unfilled:
                row["checksum_partial"] = True
            step["expect"].append(row)
        step.pop("host", None)
        if host:
            step["host"] = host

    def _source_ports(self, step):
        ports = []
        for text in step["frames"]:
            seen = []
            for _ in range(step["repeat"]):
                self.host.send(False, step.get("dev", "tun0"), bytes.fromhex(text))
                for at, _, data, _ in self.host.settle():
                    if at == "underlay" and not live_rules.is_host_frame(data):
                        offset = live_rules.udp_offset(data)
                        seen.append(struct.unpack_from("!H", data, offset)[0])
            if len(set(seen)) != 1 or len(seen) != step["repeat"]:
                raise RecordingError(f"source ports of one flow: {seen}")
            ports.append(seen[0])
        step["observed_ports"] = ports


def record_cases(cases):
    """Records cases one after the other: yields (case, None) or (None, why it was not)."""
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {processors[os.getpid() % len(processors)]})
    wire = Wire()
    for case in cases:
        try:
            yield CaseRecorder(wire, case).record(), None
        except (RecordingError, OSError, subprocess.SubprocessError) as error:
            yield None, f"{case['name']}: {error}"

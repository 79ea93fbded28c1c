# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws cases at random: devices, setup, and steps, without what a kernel makes of them.

One seed gives one list of cases, whatever the machine."""

import random

import live_options
from live_inner import InnerFrames
from live_outer import GreOuter, VxlanOuter


class Device:
    """What the generator knows of a device that it made."""

    def __init__(self, name, family, **more):
        self.name = name
        self.family = family
        self.mac = f"02:00:00:00:0a:0{int(name[3:]) + 1}"
        self.vni = more.get("vni", 0)
        self.port = more.get("port", 4789)
        self.key = more.get("key")
        self.csum = more.get("csum", False)
        self.seq = more.get("seq", False)
        self.group = more.get("group")


def pick(rng, chance):
    return rng.random() < chance


class CaseGenerator:
    """Draws one case. A kind of tunnel is a subclass."""

    kind = ""
    tries = ()

    def __init__(self, rng, name):
        self.rng = rng
        self.name = name
        self.family = 6 if self.kind == "vxlan" and pick(rng, 0.3) else 4
        self.devices = []
        self.shared = {}  # options that all devices have
        self.largest = 1514  # no larger frame arrives
        self.link = []
        self.setup = []
        self.steps = []
        # Local bypass spoils VLAN tags, as vxlan_encap_bypass() pulls to the header behind them.
        self.reaches_itself = pick(rng, 0.25)
        self.inner = InnerFrames(rng, tags=not (self.kind == "vxlan" and self.reaches_itself),
                                 cut_tagged=self.kind == "vxlan")

    def numbered(self, low=2, high=9):
        return live_options.NUMBERED[self.family].format(self.rng.randint(low, high))

    def draw_options(self, rows):
        words = []
        for row in rows:
            agreed = row.shared and self.devices
            chance = (row.keyword in self.shared) if agreed else row.chance
            if self.family in row.families and pick(self.rng, chance):
                value = self.rng.choice(row.values)
                if row.shared:
                    value = self.shared.setdefault(row.keyword, value)
                words.append(value[1:] if value.startswith("=") else f"{row.keyword} {value}")
        self.rng.shuffle(words)
        return " ".join(word.strip() for word in words)

    def draw(self):
        count = self.rng.choice([1, 1, 1, 1, 1, 2, 2, 3])
        for number in range(count):
            self.draw_device(f"tun{number}")
        self.draw_setup()
        self.draw_steps()
        return {
            "name": self.name,
            "link": self.link,
            "setup": self.setup,
            "steps": self.steps,
        }

    def draw_underlay_setup(self):
        """Changes of the underlay, rare."""
        rng = self.rng
        if pick(rng, 0.08):
            mtu = rng.choice([1280, 1300, 1400, 1499])
            self.largest = mtu + 14
            self.setup.append(f"ip link set u0 mtu {mtu}")
        if pick(rng, 0.06) and self.family == 4:
            self.setup.append("ip addr add 10.0.0.11/24 dev u0")
        if pick(rng, 0.05) and self.family == 4:
            self.setup.append(
                "ip route add " + rng.choice(
                    ["unreachable 172.16.5.0/24", "10.0.0.2/32 dev u0 mtu 1400",
                     "172.16.5.0/24 via 10.0.0.7"]
                )
            )
        if pick(rng, 0.03) and self.family == 4:
            self.setup.append("ip route del default via 10.0.0.254")
        if pick(rng, 0.06):
            device = rng.choice(self.devices)
            mtu = rng.choice([576, 1000, 1280, 1400])
            self.setup.append(f"ip link set {device.name} mtu {mtu}")

    def draw_steps(self):
        for _ in range(self.rng.randint(3, 12)):
            value = self.rng.random()
            if value < 0.42:
                self.send_overlay()
            elif value < 0.8:
                self.send_underlay()
            else:
                self.other_step()

    def send_overlay(self):
        device = self.rng.choice(self.devices)
        send = {"at": "overlay", "frame": self.inner.draw_sent(device.mac).hex()}
        if device.name != "tun0":
            send["dev"] = device.name
        self.steps.append({"send": send})

    def send_underlay(self):
        device = self.rng.choice(self.devices)
        made = [bytes(1600)]
        while max(map(len, made)) > self.largest:
            made = self.outer.draw(device, self.inner.draw_received(device.mac))
        frames = [frame.hex() for frame in made]
        send = {"at": "underlay"}
        if len(frames) == 1:
            send["frame"] = frames[0]
        else:
            send["frames"] = frames
        self.steps.append({"send": send})

    def command(self, text):
        self.steps.append({"command": text})

    def try_options(self):
        """An option for a device that is there, or a further device: maybe refused."""
        rng = self.rng
        device = rng.choice(self.devices)
        text = rng.choice(self.tries).format(
            vni=device.vni,
            remote=live_options.NUMBERED[self.family].format(5),
            other=live_options.NUMBERED[10 - self.family].format(5),
            local=live_options.NUMBERED[self.family].format(1),
            group=live_options.GROUPS[self.family][0],
            n=rng.randint(2, 4),
        )
        if pick(rng, 0.7) and not self.only_new(text):
            self.command(f"ip link set {device.name} type {self.kind} {text}")
        else:
            self.command(self.further_device(text))

    def only_new(self, text):
        """Whether to leave an option alone on a device that is there."""
        del text
        return False

    def further_device(self, text):
        return f"ip link add tun5 address 02:00:00:00:0a:06 type {self.kind} {text}"

    def change_link(self):
        device = self.rng.choice(self.devices)
        self.command(
            f"ip link set {device.name} " + self.rng.choice(
                ["down", "down", "up", "up", "mtu 1400", "mtu 9000", "mtu 67", "mtu 68",
                 "mtu 65535", "mtu 65536", "address 02:00:00:00:0a:0f",
                 "address 01:00:00:00:0a:0f"]
            )
        )


class VxlanCases(CaseGenerator):
    """Cases of VXLAN devices over IPv4 and IPv6."""

    kind = "vxlan"
    tries = live_options.VXLAN_TRIES

    def __init__(self, rng, name):
        super().__init__(rng, name)
        self.outer = VxlanOuter(rng)

    def draw_device(self, name):
        rng = self.rng
        number = int(name[3:])
        vni = [rng.choice([100, 100, 100, 0, 1, 0xFFFFFF]), 200, 300][number]
        port = rng.choice([4789, 4789, 4789, 4790]) if number else rng.choice([4789] * 5 + [8472])
        device = Device(name, self.family, vni=vni, port=port)
        words = f"id {vni}"
        if pick(rng, 0.8) or self.family == 6:
            words += " local " + live_options.NUMBERED[self.family].format(1)
        value = rng.random()
        if value < 0.6:
            words += " remote " + (
                live_options.FAR[self.family] if pick(rng, 0.06) else self.numbered()
            )
            words += " dev u0" if pick(rng, 0.1) else ""
        elif value < 0.75:
            device.group = rng.choice(live_options.GROUPS[self.family])
            words += f" group {device.group} dev u0"
        words += f" dstport {port} " + self.draw_options(live_options.VXLAN_OPTIONS)
        self.link.append(f"ip link add {name} address {device.mac} type vxlan {words.strip()}")
        self.devices.append(device)

    def draw_setup(self):
        for _ in range(self.rng.choice([0, 0, 1, 2])):
            mac = self.rng.choice(live_options.FDB_MACS)
            device = self.rng.choice(self.devices)
            self.command(f"bridge fdb append {mac} dev {device.name} " + self.fdb_remote())
        self.draw_underlay_setup()
        if pick(self.rng, 0.05):
            self.setup.append('sysctl -qw net.ipv4.ip_local_port_range="40000 40009"')

    def fdb_remote(self):
        """Where an entry points to, now and then to the host itself."""
        rng = self.rng
        own = self.reaches_itself and pick(rng, 0.5)
        text = "dst " + (self.numbered(1, 1) if own else self.numbered())
        if pick(rng, 0.12):
            text += f" port {rng.choice([4789, 4790, 5000])}"
        if pick(rng, 0.2):
            text += f" vni {rng.choice([100, 200, 300, 7, 0xFFFFFF])}"
        if pick(rng, 0.1):
            text += " via u0"
        return text

    def fdb_command(self):
        rng = self.rng
        device = rng.choice(self.devices)
        verb = rng.choice(live_options.FDB_VERBS)
        mac = rng.choice(live_options.FDB_MACS)
        words = [f"bridge fdb {verb} {mac} dev {device.name}"]
        if verb != "del" or pick(rng, 0.5):
            words.append(self.fdb_remote() if pick(rng, 0.95) else "")
        if verb != "del":
            words += [rng.choice(live_options.FDB_STATES), rng.choice(live_options.FDB_FLAGS)]
        text = " ".join(word for word in words if word)
        if pick(rng, 0.04):
            text = text.replace("dst fd00::", "dst 10.0.0.") if self.family == 6 else text.replace(
                "dst 10.0.0.", "dst fd00::")
        self.command(text)

    def other_step(self):
        value = self.rng.random()
        if value < 0.5:
            self.fdb_command()
        elif value < 0.7:
            device = self.rng.choice(self.devices)
            step = {"show": "fdb"}
            if device.name != "tun0":
                step["dev"] = device.name
            self.steps.append(step)
        elif value < 0.87:
            self.try_options()
        else:
            self.change_link()

    def further_device(self, text):
        if not text.startswith("id"):
            text = "id 400 dstport 4789 " + text
        return super().further_device(text)


class AgeingCases(VxlanCases):
    """Entries that age. Waits are real seconds, so that these cases are few. Whatever can expire
    is at least half a second away from the moment when the database is looked at."""

    def draw(self):
        rng = self.rng
        self.family = 4
        ageing = rng.choice([1, 2, 3, 4, 8])
        device = Device("tun0", 4, vni=100)
        self.devices = [device]
        learning = rng.choice(["", "", "", " nolearning"])
        self.link = [
            f"ip link add tun0 address {device.mac} type vxlan id 100 local 10.0.0.1 "
            f"dstport 4789 remote 10.0.0.9 ageing {ageing}{learning}"
        ]
        self.setup = []
        for wait in (0, 5, 6.5, 3):
            if wait:
                self.steps.append({"wait_s": wait})
                self.steps.append({"show": "fdb"})
            for _ in range(rng.randint(0 if wait else 2, 4)):
                value = rng.random()
                if value < 0.6:
                    inner = self.inner.plain(f"02:00:00:00:0b:0{rng.randint(2, 5)}", device.mac)
                    frame = self.outer.plain(device, inner, rng.randint(2, 4))
                    self.steps.append({"send": {"at": "underlay", "frame": frame.hex()}})
                elif value < 0.8:
                    self.fdb_command()
                else:
                    self.send_overlay()
        return {"name": self.name, "link": self.link, "setup": self.setup, "steps": self.steps}


class GretapCases(CaseGenerator):
    """Cases of GRETAP devices."""

    kind = "gretap"
    tries = live_options.GRETAP_TRIES

    def __init__(self, rng, name):
        super().__init__(rng, name)
        self.outer = GreOuter(rng)
        self.taken = set()

    def draw_device(self, name):
        rng = self.rng
        while True:
            words = self.draw_options(live_options.GRETAP_OPTIONS)
            local = " local 10.0.0.1" if pick(rng, 0.85) else ""
            remote, lower = "", ""
            if pick(rng, 0.85):
                remote = " remote " + ("172.16.5.5" if pick(rng, 0.06) else self.numbered(2, 4))
            elif local and pick(rng, 0.4):
                remote, lower = " remote 239.1.1.1", " dev u0"
            if not lower and pick(rng, 0.12):
                lower = " dev u0"
            # Devices that differ in no address and no key refuse each other.
            keyed = "239." in remote or bool({"key", "ikey"} & set(words.split()))
            place = (local, remote, lower, keyed)
            # One without any of them is there already: gretap0.
            if any(place) and place not in self.taken:
                break
        self.taken.add(place)
        listed = words.split()
        device = Device(
            name, 4,
            key=next((listed[i + 1] for i, word in enumerate(listed) if word in ("key", "ikey")),
                     None),
            csum="csum" in listed or "icsum" in listed,
            seq="seq" in listed or "iseq" in listed,
            group="239.1.1.1" if "239." in remote else None,
        )
        device.remote = remote.split()[-1] if remote else None
        text = f"ip link add {name} address {device.mac} type gretap{local}{remote}{lower} {words}"
        self.link.append(text.strip())
        self.devices.append(device)

    def draw_setup(self):
        self.draw_underlay_setup()

    def only_new(self, text):
        """A header that grows on a device that is there makes its hard_header_len grow
        (ipgre_link_update()), and packet sockets then misplace the inner network header."""
        return any(word in ("key", "okey", "csum", "seq", "239.1.1.1") for word in text.split())

    def other_step(self):
        value = self.rng.random()
        if value < 0.55:
            self.try_options()
        else:
            self.change_link()


def generate(kernel, count, seed):
    """`count` cases for a kernel: VXLAN for the host's, GRETAP for user-mode-linux."""
    cases = []
    for number in range(count):
        # Each case has a stream of its own, so that one can be drawn without those before it.
        rng = random.Random(f"{kernel} {seed} {number}")
        name = f"{kernel}-{seed}-{number}"
        if kernel == "uml":
            generator = GretapCases(rng, name)
        elif number % 40 == 39:
            generator = AgeingCases(rng, name)
        else:
            generator = VxlanCases(rng, name)
        cases.append(generator.draw())
    return cases

# -*- mode: python; coding: utf-8 -*-
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Builds ns3-tunnel with waf: on its own against an installed ns-3, or as contrib/tunnel inside an
ns-3 tree of up to 3.35. The lists of files equal those of CMakeLists.txt; after adding a file run
test/checks/source-lists.py --write."""

import os

APPNAME = 'ns3-tunnel'
VERSION = '0.1.0'
top = '.'
out = 'build-waf'

NS3_MODULES = [
    'core',
    'network',
    'stats',
    'traffic-control',
    'bridge',
    'internet',
    'internet-apps',
    'applications',
    'csma',
    'point-to-point',
    'virtual-net-device',
    'flow-monitor',
    'config-store',
]

MODEL_SOURCES = [
    'helper/ethernet-link-helper.cc',
    'helper/gretap-helper.cc',
    'helper/linux-bridge-helper.cc',
    'helper/tunnel-helper.cc',
    'helper/vxlan-helper.cc',
    'model/device/gre-demux.cc',
    'model/device/gre-tunnel-table.cc',
    'model/device/gretap-config.cc',
    'model/device/gretap-net-device.cc',
    'model/device/gretap-receive.cc',
    'model/device/gretap-transmit.cc',
    'model/device/ip-address-value.cc',
    'model/device/link-result.cc',
    'model/device/neighbor-suppression.cc',
    'model/device/neighbor-table.cc',
    'model/device/nexthop-table.cc',
    'model/device/outer-address-check.cc',
    'model/device/packet-mark-tag.cc',
    'model/device/partial-checksum-tag.cc',
    'model/device/tunnel-channel.cc',
    'model/device/tunnel-metadata-tag.cc',
    'model/device/tunnel-net-device.cc',
    'model/device/tunnel-node.cc',
    'model/device/tunnel-outer-info.cc',
    'model/device/udp-early-demux.cc',
    'model/device/udp-tunnel-demux.cc',
    'model/device/vxlan-attributes.cc',
    'model/device/vxlan-config.cc',
    'model/device/vxlan-extensions.cc',
    'model/device/vxlan-net-device.cc',
    'model/device/vxlan-receive-special.cc',
    'model/device/vxlan-receive.cc',
    'model/device/vxlan-sockets.cc',
    'model/device/vxlan-transmit-special.cc',
    'model/device/vxlan-transmit.cc',
    'model/fdb/fdb-commands.cc',
    'model/fdb/fdb-entry.cc',
    'model/fdb/fdb-index.cc',
    'model/fdb/fdb-pool.cc',
    'model/fdb/fdb-types.cc',
    'model/fdb/fdb.cc',
    'model/fdb/remote-table.cc',
    'model/underlay/bridge-fdb.cc',
    'model/underlay/ethernet-link-channel.cc',
    'model/underlay/ethernet-link-device.cc',
    'model/underlay/ethernet-link-interface.cc',
    'model/underlay/fragment-guard.cc',
    'model/underlay/group-membership.cc',
    'model/underlay/group-protocol.cc',
    'model/underlay/group-reporter.cc',
    'model/underlay/igmp-l4-protocol.cc',
    'model/underlay/ip-input-check.cc',
    'model/underlay/ip-input-transport.cc',
    'model/underlay/linux-bridge-interface.cc',
    'model/underlay/linux-bridge-net-device.cc',
    'model/underlay/outer-lookup.cc',
    'model/underlay/outer-output.cc',
    'model/underlay/path-mtu-table.cc',
    'model/underlay/route-watch.cc',
    'model/wire/accounting.cc',
    'model/wire/drop-reason.cc',
    'model/wire/flow-hash.cc',
    'model/wire/frame-view.cc',
    'model/wire/gre-header.cc',
    'model/wire/icmp-error.cc',
    'model/wire/icmp-reply.cc',
    'model/wire/igmp-header.cc',
    'model/wire/internet-checksum.cc',
    'model/wire/ip-address.cc',
    'model/wire/mld-header.cc',
    'model/wire/outer-header.cc',
    'model/wire/raw-bytes-header.cc',
    'model/wire/tunnel-ecn.cc',
    'model/wire/vxlan-header.cc',
]

MODEL_HEADERS = [
    'helper/ethernet-link-helper.h',
    'helper/gretap-helper.h',
    'helper/linux-bridge-helper.h',
    'helper/tunnel-helper.h',
    'helper/vxlan-helper.h',
    'model/device/gre-demux.h',
    'model/device/gre-tunnel-table.h',
    'model/device/gretap-config.h',
    'model/device/gretap-encapsulation.h',
    'model/device/gretap-net-device.h',
    'model/device/ip-address-value.h',
    'model/device/link-result.h',
    'model/device/link-stats.h',
    'model/device/neighbor-suppression.h',
    'model/device/neighbor-table.h',
    'model/device/nexthop-table.h',
    'model/device/outer-address-check.h',
    'model/device/packet-mark-tag.h',
    'model/device/partial-checksum-tag.h',
    'model/device/tunnel-channel.h',
    'model/device/tunnel-decapsulation.h',
    'model/device/tunnel-metadata-tag.h',
    'model/device/tunnel-net-device.h',
    'model/device/tunnel-node.h',
    'model/device/tunnel-outer-info.h',
    'model/device/udp-tunnel-demux.h',
    'model/device/vxlan-config.h',
    'model/device/vxlan-encapsulation.h',
    'model/device/vxlan-extensions.h',
    'model/device/vxlan-net-device.h',
    'model/fdb/fdb-entry.h',
    'model/fdb/fdb-index.h',
    'model/fdb/fdb-pool.h',
    'model/fdb/fdb-types.h',
    'model/fdb/fdb.h',
    'model/fdb/remote-table.h',
    'model/ns3-compat.h',
    'model/underlay/bridge-fdb.h',
    'model/underlay/ethernet-link-channel.h',
    'model/underlay/ethernet-link-device.h',
    'model/underlay/fragment-guard.h',
    'model/underlay/group-membership.h',
    'model/underlay/group-protocol.h',
    'model/underlay/group-reporter.h',
    'model/underlay/igmp-l4-protocol.h',
    'model/underlay/ip-input-check.h',
    'model/underlay/ip-input-checker.h',
    'model/underlay/linux-bridge-net-device.h',
    'model/underlay/outer-output.h',
    'model/underlay/path-mtu-table.h',
    'model/underlay/route-watch.h',
    'model/wire/accounting.h',
    'model/wire/drop-reason.h',
    'model/wire/flow-hash.h',
    'model/wire/frame-view.h',
    'model/wire/gre-header.h',
    'model/wire/icmp-error.h',
    'model/wire/icmp-reply.h',
    'model/wire/igmp-header.h',
    'model/wire/internet-checksum.h',
    'model/wire/ip-address.h',
    'model/wire/mld-header.h',
    'model/wire/outer-header.h',
    'model/wire/raw-bytes-header.h',
    'model/wire/tunnel-ecn.h',
    'model/wire/tunnel-hash.h',
    'model/wire/vxlan-header.h',
    'model/wire/wire-bytes.h',
]

SCENARIO_SOURCES = [
    'helper/iproute2/command-arguments.cc',
    'helper/iproute2/iproute2-address.cc',
    'helper/iproute2/iproute2-bridge-fdb.cc',
    'helper/iproute2/iproute2-bridge-vni.cc',
    'helper/iproute2/iproute2-dump.cc',
    'helper/iproute2/iproute2-host.cc',
    'helper/iproute2/iproute2-link-change.cc',
    'helper/iproute2/iproute2-link.cc',
    'helper/iproute2/iproute2-neighbour.cc',
    'helper/iproute2/iproute2-nexthop.cc',
    'helper/iproute2/iproute2-route.cc',
    'helper/iproute2/iproute2-sysctl.cc',
    'helper/iproute2/iproute2-tc.cc',
    'helper/iproute2/link-arguments.cc',
    'helper/iproute2/link-option-tables.cc',
    'helper/iproute2/link-options.cc',
    'helper/scenario/scenario-books.cc',
    'helper/scenario/scenario-declaration-expect.cc',
    'helper/scenario/scenario-declaration-traffic.cc',
    'helper/scenario/scenario-declaration-tunnel.cc',
    'helper/scenario/scenario-declaration.cc',
    'helper/scenario/scenario-document.cc',
    'helper/scenario/scenario-expect.cc',
    'helper/scenario/scenario-facts.cc',
    'helper/scenario/scenario-fields.cc',
    'helper/scenario/scenario-flows.cc',
    'helper/scenario/scenario-folder.cc',
    'helper/scenario/scenario-graph.cc',
    'helper/scenario/scenario-ip-books.cc',
    'helper/scenario/scenario-kinds.cc',
    'helper/scenario/scenario-loader.cc',
    'helper/scenario/scenario-meter.cc',
    'helper/scenario/scenario-network.cc',
    'helper/scenario/scenario-output.cc',
    'helper/scenario/scenario-planner-checks.cc',
    'helper/scenario/scenario-planner-flows.cc',
    'helper/scenario/scenario-planner-overlay.cc',
    'helper/scenario/scenario-planner-segments.cc',
    'helper/scenario/scenario-planner-tunnels.cc',
    'helper/scenario/scenario-planner-underlay.cc',
    'helper/scenario/scenario-planner.cc',
    'helper/scenario/scenario-problem.cc',
    'helper/scenario/scenario-reference.cc',
    'helper/scenario/scenario-run.cc',
    'helper/scenario/scenario-tunnel-options.cc',
    'helper/scenario/scenario-units.cc',
    'helper/traffic/dont-fragment-output.cc',
    'helper/traffic/flow-record.cc',
    'helper/traffic/frame-flow.cc',
    'helper/traffic/ping-flow.cc',
    'helper/traffic/tcp-flow.cc',
    'helper/traffic/udp-flow.cc',
    'helper/vectors/frame-decoder.cc',
    'helper/vectors/free-rule.cc',
    'helper/vectors/vector-case.cc',
    'helper/vectors/vector-file.cc',
    'helper/vectors/vector-host.cc',
    'helper/vectors/vector-runner.cc',
]

SCENARIO_HEADERS = [
    'helper/iproute2/command-arguments.h',
    'helper/iproute2/iproute2-commands.h',
    'helper/iproute2/iproute2-dump.h',
    'helper/iproute2/iproute2-host.h',
    'helper/iproute2/link-arguments.h',
    'helper/iproute2/link-options.h',
    'helper/scenario/scenario-books.h',
    'helper/scenario/scenario-declaration.h',
    'helper/scenario/scenario-document.h',
    'helper/scenario/scenario-fields.h',
    'helper/scenario/scenario-flows.h',
    'helper/scenario/scenario-graph.h',
    'helper/scenario/scenario-ip-books.h',
    'helper/scenario/scenario-kinds.h',
    'helper/scenario/scenario-loader.h',
    'helper/scenario/scenario-meter.h',
    'helper/scenario/scenario-network.h',
    'helper/scenario/scenario-objects.h',
    'helper/scenario/scenario-output.h',
    'helper/scenario/scenario-plan.h',
    'helper/scenario/scenario-planner.h',
    'helper/scenario/scenario-problem.h',
    'helper/scenario/scenario-results.h',
    'helper/scenario/scenario-run.h',
    'helper/scenario/scenario-spec.h',
    'helper/scenario/scenario-tunnel-options.h',
    'helper/scenario/scenario-units.h',
    'helper/traffic/dont-fragment-output.h',
    'helper/traffic/flow-record.h',
    'helper/traffic/frame-flow.h',
    'helper/traffic/ping-flow.h',
    'helper/traffic/tcp-flow.h',
    'helper/traffic/traffic-flow.h',
    'helper/traffic/udp-flow.h',
    'helper/vectors/frame-decoder.h',
    'helper/vectors/free-rule.h',
    'helper/vectors/vector-file.h',
    'helper/vectors/vector-host.h',
    'helper/vectors/vector-runner.h',
]

TOOL_SOURCES = [
    'tools/interruption.cc',
    'tools/terminal.cc',
    'tools/tunnelsim.cc',
]

UNIT_TEST_SOURCES = [
    'test/unit/accounting-test.cc',
    'test/unit/config-store-test.cc',
    'test/unit/ethernet-link-stack-test.cc',
    'test/unit/ethernet-link-test.cc',
    'test/unit/fdb-ageing-test.cc',
    'test/unit/fdb-commands-test.cc',
    'test/unit/fdb-flush-test.cc',
    'test/unit/fdb-learning-test.cc',
    'test/unit/fdb-model-test.cc',
    'test/unit/fdb-parts-test.cc',
    'test/unit/flow-hash-test.cc',
    'test/unit/fragment-guard-test.cc',
    'test/unit/frame-view-test.cc',
    'test/unit/gre-tunnel-table-test.cc',
    'test/unit/gretap-net-device-test.cc',
    'test/unit/group-membership-test.cc',
    'test/unit/group-messages-test.cc',
    'test/unit/icmp-messages-test.cc',
    'test/unit/internet-checksum-test.cc',
    'test/unit/ip-address-test.cc',
    'test/unit/ip-input-check-test.cc',
    'test/unit/iproute2-fdb-test.cc',
    'test/unit/iproute2-link-test.cc',
    'test/unit/iproute2-underlay-test.cc',
    'test/unit/iproute2-words-test.cc',
    'test/unit/linux-bridge-test.cc',
    'test/unit/neighbor-suppression-test.cc',
    'test/unit/nexthop-table-test.cc',
    'test/unit/outer-output-test.cc',
    'test/unit/reference-docs-test.cc',
    'test/unit/scenario-ip-books-test.cc',
    'test/unit/scenario-loader-test.cc',
    'test/unit/scenario-units-test.cc',
    'test/unit/traffic-test.cc',
    'test/unit/tunnel-encapsulation-test.cc',
    'test/unit/tunnel-header-test.cc',
    'test/unit/udp-tunnel-demux-test.cc',
    'test/unit/vxlan-extensions-test.cc',
    'test/unit/vxlan-net-device-test.cc',
    'test/unit/vxlan-options-test.cc',
    'test/unit/wire-fuzz-test.cc',
]

VECTOR_TEST_SOURCES = [
    'test/vectors/vector-files-test.cc',
    'test/vectors/vector-reader-test.cc',
    'test/vectors/vector-rule-test.cc',
]

SCENARIO_TEST_SOURCES = [
    'test/scenarios/shipped-scenarios-test.cc',
]

EXAMPLE_SOURCES = [
    'examples/gretap-bridged-lan.cc',
    'examples/vxlan-multicast-segment.cc',
    'examples/vxlan-two-vteps.cc',
]

# What each optional part needs: (header, library or None, Debian package).
SCENARIO_NEEDS = [
    ('nlohmann/json.hpp', None, 'nlohmann-json3-dev'),
    ('fmt/format.h', 'fmt', 'libfmt-dev'),
    ('boost/graph/adjacency_list.hpp', None, 'libboost-graph-dev'),
]
TOOL_NEEDS = [('CLI/CLI.hpp', None, 'libcli11-dev')]
TEST_NEEDS = [('doctest/doctest.h', None, 'doctest-dev')]


def is_standalone(ctx):
    """Whether waf was started for this tree, not for an ns-3 tree that holds it."""
    return not hasattr(ctx, 'create_ns3_module') and ctx.path == ctx.srcnode


def options(opt):
    from waflib import Context
    if opt.path.abspath() == Context.run_dir:
        opt.load('compiler_cxx')
        opt.add_option('--ns3', default='', help='prefix that ns-3 is installed in')


def find_part(conf, part, needs):
    """Looks for what an optional part needs; says what is left out when something is missing."""
    missing = []
    libraries = []
    for header, library, package in needs:
        found = conf.check_cxx(
            fragment='#include <%s>\nint main() { return 0; }\n' % header,
            features='cxx',
            msg='Checking for ' + header,
            mandatory=False)
        if found and library:
            found = conf.check_cxx(lib=library, uselib_store='TUNNEL_PROBE', mandatory=False)
        if not found:
            missing.append(package)
        elif library:
            libraries.append(library)
    if missing:
        conf.msg('tunnel: ' + part, 'left out (needs %s)' % ', '.join(missing), color='YELLOW')
        return False
    conf.env.append_unique('LIB_TUNNEL_' + part.upper(), libraries)
    return True


def configure(conf):
    if is_standalone(conf):
        conf.load('compiler_cxx')
        conf.env.append_value('CXXFLAGS', ['-std=c++17', '-O2', '-g1', '-Wall', '-Wextra'])
        if conf.options.ns3:
            conf.env.append_value('INCLUDES', [os.path.join(conf.options.ns3, 'include')])
            conf.env.append_value('LIBPATH', [os.path.join(conf.options.ns3, 'lib')])
            conf.env.append_value('RPATH', [os.path.join(conf.options.ns3, 'lib')])
        for module in NS3_MODULES:
            conf.check_cxx(lib='ns3-' + module, uselib_store='NS3')
        conf.env.append_value('RPATH', [conf.bldnode.abspath()])
    conf.env.TUNNEL_SCENARIO = find_part(conf, 'scenario', SCENARIO_NEEDS)
    conf.env.TUNNEL_TOOL = conf.env.TUNNEL_SCENARIO and find_part(conf, 'tool', TOOL_NEEDS)
    conf.env.TUNNEL_TEST = find_part(conf, 'test', TEST_NEEDS)


def mirror(bld, headers):
    """Makes the headers available as "ns3/x.h", by links; returns the directory to search."""
    include = os.path.join(bld.bldnode.abspath(), 'tunnel-include')
    flat = os.path.join(include, 'ns3')
    os.makedirs(flat, exist_ok=True)
    for header in headers:
        link = os.path.join(flat, os.path.basename(header))
        target = os.path.join(bld.path.abspath(), header)
        if os.path.islink(link) and os.readlink(link) != target:
            os.remove(link)
        if not os.path.lexists(link):
            os.symlink(target, link)
    return include


def doctest_sources(bld):
    """The doctest cases that what is built allows."""
    sources = ['test/fresh-ns3.cc']
    if bld.env.TUNNEL_SCENARIO:
        sources += UNIT_TEST_SOURCES + VECTOR_TEST_SOURCES + SCENARIO_TEST_SOURCES
    else:
        sources += [source for source in UNIT_TEST_SOURCES if source not in needs_scenario(bld)]
    return sources


def needs_scenario(bld):
    """The unit tests that include a header of the scenario part."""
    names = ['"ns3/%s"' % os.path.basename(header) for header in SCENARIO_HEADERS]
    found = []
    for source in UNIT_TEST_SOURCES:
        with open(os.path.join(bld.path.abspath(), source)) as file:
            text = file.read()
        if any(name in text for name in names):
            found.append(source)
    return found


def source_dir(bld):
    return 'TUNNEL_SOURCE_DIR="%s"' % bld.path.abspath()


def build_in_ns3(bld):
    module = bld.create_ns3_module('tunnel', NS3_MODULES)
    module.source = MODEL_SOURCES
    headers = bld(features='ns3header')
    headers.module = 'tunnel'
    headers.source = MODEL_HEADERS

    scenario = []
    include = mirror(bld, SCENARIO_HEADERS)
    # ns-3's waf drops the modules that are not enabled after this ran; so must we.
    enabled = (not bld.env['NS3_ENABLED_CONTRIBUTED_MODULES'] or
               'ns3-tunnel' in bld.env['NS3_ENABLED_CONTRIBUTED_MODULES'])
    if bld.env.TUNNEL_SCENARIO and enabled:
        bld(features='cxx cxxstlib',
            name='tunnel-scenario',
            target='tunnel-scenario',
            source=SCENARIO_SOURCES,
            includes=[include, bld.bldnode.abspath()],
            export_includes=[include],
            cxxflags=['-fPIC'],
            use=['ns3-tunnel', 'TUNNEL_SCENARIO'])
        scenario = ['tunnel-scenario', 'TUNNEL_SCENARIO']
    if bld.env.TUNNEL_TOOL and enabled:
        program = bld.create_ns3_program('tunnelsim', ['tunnel'])
        program.source = TOOL_SOURCES
        program.use += scenario
    if bld.env.TUNNEL_TEST:
        test = bld.create_ns3_module_test_library('tunnel')
        test.source = ['test/tunnel-test-suite.cc'] + doctest_sources(bld)
        test.use += scenario
        test.env.append_value('DEFINES', [source_dir(bld)])
    if bld.env.ENABLE_EXAMPLES:
        for example in EXAMPLE_SOURCES:
            name = os.path.splitext(os.path.basename(example))[0]
            program = bld.create_ns3_program(name, ['tunnel'])
            program.source = example


def build_standalone(bld):
    include = [mirror(bld, MODEL_HEADERS + SCENARIO_HEADERS)]
    bld.shlib(target='ns3-tunnel', source=MODEL_SOURCES, includes=include, use=['NS3'])
    bld.install_files('${PREFIX}/include/ns3', MODEL_HEADERS)
    module = ['ns3-tunnel', 'NS3']
    # Types are named as text in scenarios, so every module must be loaded.
    common = {'includes': include, 'linkflags': ['-Wl,--no-as-needed']}
    if bld.env.TUNNEL_SCENARIO:
        bld.stlib(target='tunnel-scenario', source=SCENARIO_SOURCES, includes=include,
                  use=module + ['TUNNEL_SCENARIO'])
        module = ['tunnel-scenario', 'TUNNEL_SCENARIO'] + module
    if bld.env.TUNNEL_TOOL:
        bld.program(target='tunnelsim', source=TOOL_SOURCES, use=module, **common)
    if bld.env.TUNNEL_TEST:
        bld.program(target='tunnel-test', source=['test/test-main.cc'] + doctest_sources(bld),
                    use=module, defines=[source_dir(bld)], install_path=None, **common)
    for example in EXAMPLE_SOURCES:
        name = os.path.splitext(os.path.basename(example))[0]
        bld.program(target=name, source=[example], use=['ns3-tunnel', 'NS3'], install_path=None,
                    **common)


def build(bld):
    if hasattr(bld, 'create_ns3_module'):
        build_in_ns3(bld)
    else:
        build_standalone(bld)

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

MODEL_SOURCES = []

MODEL_HEADERS = [
    'helper/ethernet-link-helper.h',
    'model/fdb/fdb-entry.h',
    'model/fdb/fdb-types.h',
    'model/fdb/remote-table.h',
    'model/ns3-compat.h',
    'model/underlay/ethernet-link-channel.h',
    'model/underlay/ethernet-link-device.h',
    'model/underlay/group-membership.h',
    'model/underlay/ip-input-check.h',
    'model/underlay/outer-output.h',
    'model/wire/accounting.h',
    'model/wire/drop-reason.h',
    'model/wire/flow-hash.h',
    'model/wire/frame-view.h',
    'model/wire/internet-checksum.h',
    'model/wire/ip-address.h',
    'model/wire/tunnel-ecn.h',
    'model/wire/wire-bytes.h',
]

SCENARIO_SOURCES = [
    'helper/scenario/scenario-fields.cc',
    'helper/scenario/scenario-problem.cc',
    'helper/scenario/scenario-units.cc',
    'helper/traffic/dont-fragment-output.cc',
    'helper/traffic/flow-record.cc',
    'helper/traffic/ping-flow.cc',
    'helper/traffic/tcp-flow.cc',
    'helper/traffic/udp-flow.cc',
    'helper/vectors/frame-decoder.cc',
    'helper/vectors/vector-file.cc',
]

SCENARIO_HEADERS = [
    'helper/scenario/scenario-fields.h',
    'helper/scenario/scenario-problem.h',
    'helper/scenario/scenario-units.h',
    'helper/traffic/dont-fragment-output.h',
    'helper/traffic/flow-record.h',
    'helper/traffic/frame-flow.h',
    'helper/traffic/ping-flow.h',
    'helper/traffic/tcp-flow.h',
    'helper/traffic/traffic-flow.h',
    'helper/traffic/udp-flow.h',
    'helper/vectors/frame-decoder.h',
    'helper/vectors/vector-file.h',
]

TOOL_SOURCES = []

UNIT_TEST_SOURCES = []

VECTOR_TEST_SOURCES = []

SCENARIO_TEST_SOURCES = []

EXAMPLE_SOURCES = []

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

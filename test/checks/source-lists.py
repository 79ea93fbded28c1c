#!/usr/bin/env python3
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Compares the lists of files in wscript and CMakeLists.txt with each other and with the files on
disk. The wscript is executed against stand-ins for waf's objects, in both its modes, so that what
it hands to waf is compared, not its text alone. With --write, rewrites both lists from disk."""

import glob
import os
import re
import sys

ROOT = os.environ.get('TUNNEL_ROOT') or os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Name of a list in CMakeLists.txt (the wscript has it in capitals) -> where its files are.
LISTS = {
    'model_sources': ['model/*.cc', 'model/*/*.cc', 'helper/*.cc'],
    'model_headers': ['model/*.h', 'model/*/*.h', 'helper/*.h'],
    'scenario_sources': ['helper/*/*.cc'],
    'scenario_headers': ['helper/*/*.h'],
    'tool_sources': ['tools/*.cc'],
    'unit_test_sources': ['test/unit/*.cc'],
    'vector_test_sources': ['test/vectors/*.cc'],
    'scenario_test_sources': ['test/scenarios/*.cc'],
    'bench_sources': ['test/bench/*.cc'],
    'example_sources': ['examples/*.cc'],
}
# Waf builds no benchmarks.
CMAKE_ONLY = ['bench_sources']
TEST_LISTS = ['unit_test_sources', 'vector_test_sources', 'scenario_test_sources']


def read(name):
    with open(os.path.join(ROOT, name), encoding='utf-8') as file:
        return file.read()


def expand(patterns):
    found = []
    for pattern in patterns:
        found += glob.glob(pattern, root_dir=ROOT)
    return sorted(found)


def cmake_lists():
    """The lists of CMakeLists.txt: `set(name files...)`."""
    text = re.sub(r'#.*', '', read('CMakeLists.txt'))
    return {
        name: body.split() for name, body in re.findall(r'\bset\((\w+)\s([^()]*)\)', text)
    }


class Recorder:
    """Stands for any waf object: remembers what is set on it, takes any call."""

    def __init__(self, **known):
        self.__dict__.update(known)

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        value = Recorder()
        self.__dict__[name] = value
        return value

    def __call__(self, *args, **kwargs):
        return Recorder()

    def __iadd__(self, other):
        return self

    def __getitem__(self, name):
        return None


class Waf(Recorder):
    """Stands for waf's build context; keeps every task generator that the wscript makes."""

    def __init__(self, in_ns3, **known):
        super().__init__(**known)
        self.made = []
        self.bldnode = Recorder(abspath=lambda: '/nonexistent')
        self.path = Recorder(abspath=lambda: ROOT)
        if in_ns3:
            self.create_ns3_module = lambda name, uses: self.make('module', use=list(uses))
            self.create_ns3_module_test_library = lambda name: self.make('test', use=[])
            self.create_ns3_program = lambda name, uses: self.make(name, use=list(uses))

    def __getattr__(self, name):
        if name.startswith('create_ns3_'):
            raise AttributeError(name)
        return super().__getattr__(name)

    def make(self, kind, **known):
        generator = Recorder(kind=kind, **known)
        self.made.append(generator)
        return generator

    def __call__(self, **known):
        return self.make(known.get('target', known['features']), **known)

    def shlib(self, **known):
        return self.make('module', **known)

    def stlib(self, **known):
        return self.make('tunnel-scenario', **known)

    def program(self, **known):
        return self.make(known['target'], **known)

    def install_files(self, where, files):
        self.make('ns3header', source=files)


def wscript_lists(in_ns3):
    """The lists that the wscript hands to waf in one of its two modes."""
    scope = {'__file__': os.path.join(ROOT, 'wscript')}
    exec(compile(read('wscript'), 'wscript', 'exec'), scope)  # pylint: disable=exec-used
    mirrored = []
    scope['mirror'] = lambda bld, headers: mirrored.append(list(headers)) or '/nonexistent'

    class Env(Recorder):
        def __getitem__(self, name):
            return None

    env = Env(TUNNEL_SCENARIO=True, TUNNEL_TOOL=True, TUNNEL_TEST=True, ENABLE_EXAMPLES=True)
    bld = Waf(in_ns3, env=env)
    scope['build'](bld)

    def sources(kind):
        found = []
        for generator in bld.made:
            if generator.kind == kind:
                value = generator.source
                found += [value] if isinstance(value, str) else value
        return found

    lists = {
        'model_sources': sources('module'),
        'model_headers': sources('ns3header'),
        'scenario_sources': sources('tunnel-scenario'),
        'tool_sources': sources('tunnelsim'),
        'example_sources': [],
    }
    headers = set(lists['model_headers'])
    lists['scenario_headers'] = [name for name in mirrored[0] if name not in headers]
    tests = sources('test' if in_ns3 else 'tunnel-test')
    for name in TEST_LISTS:
        folder = os.path.dirname(LISTS[name][0])
        lists[name] = [source for source in tests if os.path.dirname(source) == folder]
    for generator in bld.made:
        for source in [generator.source] if isinstance(generator.source, str) else generator.source:
            if source.startswith('examples/'):
                lists['example_sources'].append(source)
    return lists


def difference(wanted, found):
    """What to add to and drop from a list, and doubled names; empty when it is right."""
    words = []
    for name in sorted(set(wanted) - set(found)):
        words.append('lacks ' + name)
    for name in sorted(set(found) - set(wanted)):
        words.append('has ' + name + ', which is not there')
    for name in sorted({name for name in found if found.count(name) > 1}):
        words.append('has ' + name + ' twice')
    return ', '.join(words)


def report(name, why):
    print('FAIL %s: %s' % (name, why) if why else 'PASS %s' % name)
    return bool(why)


def check():
    failed = False
    cmake = cmake_lists()
    for name, patterns in LISTS.items():
        failed |= report('CMakeLists.txt ' + name, difference(expand(patterns), cmake.get(name, [])))
    for in_ns3 in (False, True):
        lists = wscript_lists(in_ns3)
        mode = 'in ns-3' if in_ns3 else 'stand-alone'
        for name in LISTS:
            if name in CMAKE_ONLY:
                continue
            why = difference(cmake.get(name, []), lists[name])
            failed |= report('wscript %s, %s' % (name, mode), why)
    headers = expand(LISTS['model_headers'] + LISTS['scenario_headers'])
    flat = [os.path.basename(header) for header in headers]
    doubles = sorted({name for name in flat if flat.count(name) > 1})
    failed |= report('header names are unique', ', '.join(doubles))
    if failed:
        print('test/checks/source-lists.py --write rewrites both lists from disk')
    return failed


def write():
    """Rewrites the lists of both files from what is on disk."""
    cmake = read('CMakeLists.txt')
    waf = read('wscript')
    for name, patterns in LISTS.items():
        files = expand(patterns)
        body = ''.join('\n    ' + file for file in files)
        pattern = r'^set\(%s\b[^()]*\)' % name
        text = 'set(%s%s\n)' % (name, body) if files else 'set(%s)' % name
        cmake, count = re.subn(pattern, lambda _, text=text: text, cmake, flags=re.M)
        assert count == 1, name
        if name not in CMAKE_ONLY:
            body = ''.join("    '%s',\n" % file for file in files)
            text = '%s = [%s]' % (name.upper(), '\n' + body if files else '')
            pattern = r'^%s = \[[^]]*\]' % name.upper()
            waf, count = re.subn(pattern, lambda _, text=text: text, waf, flags=re.M)
            assert count == 1, name
    for path, text in (('CMakeLists.txt', cmake), ('wscript', waf)):
        with open(os.path.join(ROOT, path), 'w', encoding='utf-8') as file:
            file.write(text)


if __name__ == '__main__':
    if sys.argv[1:] == ['--write']:
        write()
    elif sys.argv[1:]:
        sys.exit('usage: source-lists.py [--write]')
    else:
        sys.exit(check())

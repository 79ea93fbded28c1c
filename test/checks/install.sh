#!/usr/bin/env bash
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Installs into a temporary prefix, and builds and runs a user's short program, the README's, against
# it, outside this tree: once through CMake's find_package, once through pkg-config.

set -u

root=${TUNNEL_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# try NAME COMMAND...
try()
{
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        echo "PASS $name"
    else
        tail -n 20 "$work/log"
        echo "FAIL $name: $*"
        failed=1
    fi
}

try "install into a prefix" "$root/tunnel" install --prefix "$work/prefix"

mkdir -p "$work/user"
{
    cat <<'END'
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/tunnel-module.h"

#include <iostream>

using namespace ns3;

int
main()
{
END
    sed -n '/^```cpp$/,/^```$/p' "$root/README.md" | grep -v '^```'
    cat <<'END'
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    std::cout << tunnel.Get(1)->GetInstanceTypeId().GetName() << " " << tunnel.Get(1)->GetMtu()
              << "\n";
    Simulator::Destroy();
}
END
} >"$work/user/script.cc"
cat >"$work/user/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.18)
project(user LANGUAGES CXX)
find_package(ns3-tunnel 0.1 REQUIRED)
add_executable(script script.cc)
target_link_libraries(script PRIVATE ns3-tunnel::ns3-tunnel)
END

# expect_output PROGRAM: what the user's script prints.
expect_output()
{
    local output
    output=$("$@") || return 1
    echo "$output"
    [[ $output == "ns3::VxlanNetDevice 1450" ]]
}

try "find_package finds it" cmake -S "$work/user" -B "$work/user/build" -G Ninja \
    -DCMAKE_PREFIX_PATH="$work/prefix"
try "a program builds through CMake" cmake --build "$work/user/build"
try "that program runs" expect_output "$work/user/build/script"

export PKG_CONFIG_PATH=$work/prefix/lib/pkgconfig
read -ra flags <<<"$(pkg-config --cflags --libs ns3-tunnel)"
try "a program builds through pkg-config" \
    g++ -std=c++17 "$work/user/script.cc" -o "$work/script" "${flags[@]}"
try "that program runs too" env LD_LIBRARY_PATH="$work/prefix/lib" "$work/script"
try "tunnelsim runs where it was installed" "$work/prefix/bin/tunnelsim" --help

exit $failed

#!/usr/bin/env bash
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Every example program runs to its end and prints something, and does the same twice.

set -u

build=${TUNNEL_BUILD:-$(cd "$(dirname "$0")/../.." && pwd)/build}
root=${TUNNEL_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

for source in "$root"/examples/*.cc; do
    name=$(basename "$source" .cc)
    why=
    if ! timeout 120 "$build/examples/$name" >"$work/first" 2>&1; then
        why="exit status $?, printed: $(tail -n 3 "$work/first")"
    elif ! [ -s "$work/first" ]; then
        why="printed nothing"
    elif ! timeout 120 "$build/examples/$name" 2>&1 | cmp -s - "$work/first"; then
        why="a second run printed something else"
    fi
    if [ -n "$why" ]; then
        echo "FAIL example $name: $why"
        failed=1
    else
        echo "PASS example $name"
    fi
done

exit $failed

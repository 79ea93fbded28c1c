#!/usr/bin/env bash
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# The live differential check, in small: 40 random VXLAN cases against this machine's kernel and 40
# GRETAP cases against user-mode-linux. TUNNEL_LIVE_SEED chooses other ones;
# test/live/live-check runs any number.

set -u

build=${TUNNEL_BUILD:-$(cd "$(dirname "$0")/../.." && pwd)/build}
root=${TUNNEL_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
seed=${TUNNEL_LIVE_SEED:-20261121}

# live NAME KERNEL
live()
{
    local output status=0
    output=$(timeout 300 "$root/test/live/live-check" --kernel "$2" --cases 40 \
        --seed "$seed" --tunnelsim "$build/tunnelsim" 2>&1) || status=$?
    printf '%s\n' "$output"
    case $status in
    0) echo "PASS $1" ;;
    2) echo "SKIP $1: $(tail -n 1 <<<"$output")" ;;
    *) echo "FAIL $1: $(tail -n 1 <<<"$output")" ;;
    esac
}

live live-vxlan host
live live-gretap uml

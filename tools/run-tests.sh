# shellcheck shell=bash disable=SC2154
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# `./tunnel test`: runs the test steps and adds up their counts. A step is a doctest program or a
# script in test/checks/ that prints `PASS name`, `FAIL name: why` and `SKIP name: why` lines.
# Sourced by ./tunnel.

passed=0
failed=0
skipped=0

# count NAME SECONDS PASSED FAILED SKIPPED: adds a step's counts and prints its line.
count()
{
    passed=$((passed + $3))
    failed=$((failed + $4))
    skipped=$((skipped + $5))
    local text="$3 passed, $4 failed"
    [ "$5" -eq 0 ] || text+=", $5 skipped"
    printf '%-28s %s (%d s)\n' "$1" "$text" "$2"
}

# wanted NAME: whether the user asked for this step (or for all).
wanted()
{
    [ ${#only[@]} -eq 0 ] && return 0
    local step
    for step in "${only[@]}"; do
        [ "$step" = "$1" ] && return 0
    done
    return 1
}

# build_step NAME DIR TARGETS -- CMAKE ARGS: counts only when it fails.
build_step()
{
    local name=$1 dir=$2 targets=$3 start=$SECONDS
    shift 4
    # shellcheck disable=SC2086
    if configure "$dir" "$@" && compile "$dir" $targets; then
        printf '%-28s done (%d s)\n' "$name" $((SECONDS - start))
    else
        count "$name" $((SECONDS - start)) 0 1 0
    fi
}

# doctest_step NAME PROGRAM: a program that ends before its summary line counts as a failed case.
doctest_step()
{
    local name=$1 program=$2 log=$logs/$1.log start=$SECONDS status=0 summary
    if ! [ -x "$program" ]; then
        echo "FAIL $name: $program was not built"
        count "$name" 0 0 1 0
        return 0
    fi
    (cd "$root" && timeout "$step_timeout" "$program" --no-colors=true) >"$log" 2>&1 || status=$?
    summary=$(sed -nE 's/^\[doctest\] test cases: +[0-9]+ \| +([0-9]+) passed \| +([0-9]+) failed.*/\1 \2/p' \
        "$log" | tail -n 1)
    local ok=${summary% *} bad=${summary#* }
    if [ -z "$summary" ] || { [ $status -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        ok=${ok:-0}
        bad=1
        tail -n 40 "$log"
        echo "FAIL $name: exit status $status"
    elif [ "$bad" -gt 0 ]; then
        cat "$log"
    fi
    count "$name" $((SECONDS - start)) "$ok" "$bad" 0
}

# check_step NAME SCRIPT
check_step()
{
    local name=$1 script=$2 log=$logs/$1.log start=$SECONDS status=0
    (cd "$root" && timeout "$step_timeout" "$script") >"$log" 2>&1 || status=$?
    local ok bad skip
    ok=$(grep -c '^PASS ' "$log" || true)
    bad=$(grep -c '^FAIL ' "$log" || true)
    skip=$(grep -c '^SKIP ' "$log" || true)
    if [ "$bad" -eq 0 ] && { [ $status -ne 0 ] || [ $((ok + skip)) -eq 0 ]; }; then
        bad=1
        tail -n 40 "$log"
        echo "FAIL $name: exit status $status after $((ok + skip)) results"
    else
        grep -E '^(FAIL|SKIP) ' "$log" || true
    fi
    count "$name" $((SECONDS - start)) "$ok" "$bad" "$skip"
}

test_command()
{
    only=("$@")
    logs=$build/test-logs
    step_timeout=${TUNNEL_STEP_TIMEOUT:-1200}
    local script name known="unit vectors scenarios unit-asan vectors-asan"
    for script in "$root"/test/checks/*; do
        [ -f "$script" ] && [ -x "$script" ] && known+=" $(basename "${script%.*}")"
    done
    for name in ${only[@]+"${only[@]}"}; do
        [[ " $known " == *" $name "* ]] || die "no test step '$name'; there are: $known"
    done
    mkdir -p "$logs"

    echo "Building in $build and $build_asan"
    build_step build "$build" "" --
    if wanted unit-asan || wanted vectors-asan; then
        build_step build-asan "$build_asan" "tunnel-unit tunnel-vectors-test" -- -DTUNNEL_SANITIZE=ON \
            -DCMAKE_BUILD_TYPE=Debug -DTUNNEL_BENCH=OFF -DTUNNEL_EXAMPLES=OFF
    fi

    # Programs that stand from an earlier, successful build would test something else.
    if [ "$failed" -eq 0 ]; then
        for name in unit vectors scenarios; do
            local program=tunnel-$name-test
            [ "$name" = unit ] && program=tunnel-unit
            wanted "$name" && doctest_step "$name" "$build/test/$program"
            [ "$name" = scenarios ] && continue
            wanted "$name-asan" && doctest_step "$name-asan" "$build_asan/test/$program"
        done
        for script in "$root"/test/checks/*; do
            if ! [ -f "$script" ] || ! [ -x "$script" ]; then
                continue
            fi
            name=$(basename "${script%.*}")
            wanted "$name" && check_step "$name" "$script"
        done
    fi

    echo "Logs: $logs"
    local total="$passed passed, $failed failed"
    [ "$skipped" -eq 0 ] || total+=", $skipped skipped"
    echo "$total"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

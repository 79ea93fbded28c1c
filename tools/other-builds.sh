# shellcheck shell=bash disable=SC2154
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# `./tunnel test-contrib` and `./tunnel test-waf`: build and test the other ways in which this tree
# builds. Sourced by ./tunnel.

# Results of one way to build, in the manner of test/checks/.
other_passed=0
other_failed=0

outcome()
{
    echo "$*"
    case $1 in
        PASS*) other_passed=$((other_passed + 1)) ;;
        FAIL*) other_failed=$((other_failed + 1)) ;;
    esac
}

summary()
{
    echo "$other_passed passed, $other_failed failed"
    [ "$other_failed" -eq 0 ] && [ "$other_passed" -gt 0 ]
}

# logged LOG COMMAND...: runs a command, keeps its output, shows the end of it on failure.
logged()
{
    local log=$1
    shift
    "$@" >"$log" 2>&1 && return 0
    tail -n 60 "$log" >&2
    say "(all of it: $log)"
    return 1
}

# fetch_source PACKAGE: unpacks a Debian source package below $build_contrib/src, with apt data of
# its own, so that the machine's apt sources stay as they are.
fetch_source()
{
    local package=$1 dir=$build_contrib/src/$1 apt=$build_contrib/apt file
    [ -e "$dir/complete" ] && return 0
    say "Fetching the source of $package"
    rm -rf "$dir"
    mkdir -p "$dir" "$apt/sources.list.d" "$apt/lists/partial" "$apt/cache/archives/partial"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$file" ] && sed -n 's/^deb /deb-src /p' "$file" \
            >"$apt/sources.list.d/$(basename "$file" .list)-source.list"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -f "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" \
            >"$apt/sources.list.d/$(basename "$file")"
    done
    local options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/sources.list.d"
        -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache")
    [ "$(id -u)" -ne 0 ] || options+=(-o APT::Sandbox::User=root)
    # A third party's list without sources fails here, and does not matter.
    logged "$apt/update.log" apt-get "${options[@]}" update || true
    (cd "$dir" && logged "$apt/$package.log" apt-get "${options[@]}" source --only-source "$package") ||
        die "fetching the source of $package failed"
    touch "$dir/complete"
}

# The number of cases that passed, from the log of a doctest program.
doctest_passed()
{
    sed -nE 's/.*test cases: +[0-9]+ \| +([0-9]+) passed.*/\1/p' "$1" | tail -n 1
}

# Puts this tree into an ns-3 tree as contrib/tunnel.
link_into()
{
    local link=$1/contrib/tunnel
    if [ -L "$link" ] && [ ! -e "$link" ]; then
        rm "$link"
    elif [ -e "$link" ] && [ "$(readlink -f "$link")" != "$root" ]; then
        die "$link is there already, and is not this tree"
    fi
    [ -e "$link" ] || ln -s "$root" "$link"
}

# Runs the suite through ns-3's own test.py, which ends at the first case that fails, and counts
# its cases.
# ns3_suite NS3_DIR REPORT TEST_PY_OPTIONS...
ns3_suite()
{
    local tree=$1 report=$2 line status=0
    shift 2
    rm -f "$report.txt"
    (cd "$tree" && logged "$report.log" python3 test.py "$@" -s tunnel -t "$report") || status=$?
    [ -f "$report.txt" ] || touch "$report.txt"
    while read -r line; do
        case $line in
            "PASS: Test Case "*) outcome "PASS ${line#PASS: Test Case }" ;;
            *": Test Case "*) outcome "FAIL ${line#*: Test Case }" ;;
        esac
    done <"$report.txt"
    if [ $status -ne 0 ] || ! grep -q '^PASS: Test Suite "tunnel"' "$report.txt"; then
        outcome "FAIL test.py -s tunnel: exit status $status"
    else
        outcome "PASS test.py -s tunnel"
    fi
}

# Runs the quickstart with a tunnelsim that was built another way.
try_tunnelsim()
{
    local program=$1 dir=$2
    if logged "$dir/tunnelsim.log" "$program" run "$root/scenarios/quickstart.json" --quiet \
        --out "$dir/quickstart"; then
        outcome "PASS tunnelsim runs the quickstart"
    else
        outcome "FAIL tunnelsim runs the quickstart"
    fi
}

# Warnings that the module's own files give in that build. What an ns-3 newer than all that the
# module supports has deprecated is named, and no failure.
check_warnings()
{
    local found count
    found=$(grep -E '(contrib/tunnel|'"$root"')/[^ ]*: warning:' "$1" | sort -u || true)
    grep -F -e '-Wdeprecated-declarations' <<<"$found" | head -n 20 || true
    found=$(grep -vF -e '-Wdeprecated-declarations' <<<"$found" || true)
    count=$(grep -c . <<<"$found" || true)
    if [ "$count" -eq 0 ]; then
        outcome "PASS no warnings"
    else
        head -n 20 <<<"$found"
        outcome "FAIL no warnings: $count"
    fi
}

# Keeps the tree's own record of its last configuration while ours is in its place.
keep_lock()
{
    kept_lock=$1
    rm -f "$kept_lock.kept"
    [ ! -f "$kept_lock" ] || cp -p "$kept_lock" "$kept_lock.kept"
    trap 'rm -f "$kept_lock"; [ ! -f "$kept_lock.kept" ] || mv "$kept_lock.kept" "$kept_lock"' EXIT
}

test_contrib_command()
{
    local tree=${NS3_DIR:-}
    if [ -z "$tree" ]; then
        fetch_source ns3
        tree=$(find "$build_contrib/src/ns3" -maxdepth 3 -name VERSION -path '*/ns-3*' \
            -printf '%h\n' | head -n 1)
    fi
    [ -f "$tree/CMakeLists.txt" ] || die "'$tree' holds no ns-3 of 3.36 or later"
    tree=$(readlink -f "$tree")
    local dir
    dir=$build_contrib/ns-$(cat "$tree/VERSION")
    mkdir -p "$dir"
    link_into "$tree"
    keep_lock "$tree/.lock-ns3_linux_build"
    if [ -f "$dir/cmake/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$tree" "$dir/cmake/CMakeCache.txt"; then
        rm -rf "$dir/cmake" "$dir/out"
    fi
    say "Building $tree with contrib/tunnel in $dir (minutes the first time)"
    logged "$dir/configure.log" cmake -S "$tree" -B "$dir/cmake" -G Ninja \
        -DCMAKE_BUILD_TYPE=default -DNS3_ASSERT=ON -DNS3_LOG=ON \
        -DNS3_OUTPUT_DIRECTORY="$dir/out" -DNS3_ENABLED_MODULES=tunnel -DNS3_TESTS=ON \
        -DNS3_EXAMPLES=ON -DNS3_FILTER_MODULE_EXAMPLES_AND_TESTS=tunnel \
        -DNS3_PYTHON_BINDINGS=OFF -DNS3_WARNINGS_AS_ERRORS=OFF -DNS3_PRECOMPILE_HEADERS=OFF ||
        die "configuring failed"
    grep "^-- tunnel: " "$dir/configure.log" || true
    rm -f "$dir/compile.log"
    if logged "$dir/compile.log" ninja -C "$dir/cmake" -j"$(nproc)"; then
        outcome "PASS build"
        check_warnings "$dir/compile.log"
        ns3_suite "$tree" "$dir/report" --no-build
        local program
        program=$(find "$dir" -name tunnelsim -type f -perm -u+x | head -n 1)
        [ -z "$program" ] || try_tunnelsim "$program" "$dir"
        run_contrib_examples "$dir/out"
    else
        outcome "FAIL build"
    fi
    summary
}

# Runs each example program of the module.
run_contrib_examples()
{
    local source name program
    for source in "$root"/examples/*.cc; do
        [ -f "$source" ] || continue
        name=$(basename "$source" .cc)
        program=$(find "$1" -type f -perm -u+x -name "*-$name-*" | head -n 1)
        if [ -n "$program" ] && (cd "$1" && logged "$1/example.log" "$program"); then
            outcome "PASS example $name"
        else
            outcome "FAIL example $name"
        fi
    done
}

test_waf_command()
{
    fetch_source jackd2
    local waf_dir
    waf_dir=$(find "$build_contrib/src/jackd2" -maxdepth 2 -type d -name waflib -printf '%h\n' |
        head -n 1)
    [ -n "$waf_dir" ] || die "the source of jackd2 holds no waf"
    waf_standalone "$waf_dir"
    [ -z "${NS3_DIR:-}" ] || waf_in_ns3 "$(readlink -f "$NS3_DIR")"
    summary
}

# waf_standalone WAF_DIR
waf_standalone()
{
    local dir=$build-waf program log
    local waf=(env "WAFDIR=$1" WAFLOCK=.lock-waf-tunnel python3 "$1/waf")
    mkdir -p "$dir"
    say "Building with waf in $dir"
    (cd "$root" && logged "$dir/configure.log" "${waf[@]}" configure --out="$dir") ||
        die "configuring with waf failed"
    grep "left out" "$dir/configure.log" || true
    if (cd "$root" && logged "$dir/compile.log" "${waf[@]}" build -j"$(nproc)"); then
        outcome "PASS waf: build"
        check_warnings "$dir/compile.log"
        log=$dir/tunnel-test.log
        program=$dir/tunnel-test
        if [ ! -x "$program" ]; then
            outcome "FAIL waf: $program was not built"
        elif logged "$log" "$program" --no-colors=true; then
            other_passed=$((other_passed + $(doctest_passed "$log")))
            echo "PASS waf: $(doctest_passed "$log") doctest cases"
        else
            outcome "FAIL waf: $(grep 'test cases:' "$log" || echo 'the test program crashed')"
        fi
        try_tunnelsim "$dir/tunnelsim" "$dir"
    else
        outcome "FAIL waf: build"
    fi
}

# waf_in_ns3 NS3_DIR: an ns-3 tree that has a waf of its own (3.35 and earlier).
waf_in_ns3()
{
    local tree=$1 dir modules
    [ -f "$tree/waf" ] || die "'$tree' holds no ns-3 with waf"
    dir=$build_contrib/ns-$(cat "$tree/VERSION")
    mkdir -p "$dir"
    link_into "$tree"
    keep_lock "$tree/.lock-waf_linux_build"
    modules=$(python3 -c "import runpy
print(','.join(runpy.run_path('$root/wscript')['NS3_MODULES'] + ['tunnel']))")
    say "Building $tree with contrib/tunnel in $dir (minutes the first time)"
    local launcher=
    command -v ccache >/dev/null && launcher="ccache "
    (cd "$tree" && logged "$dir/configure.log" env CXX="${launcher}g++" python3 waf configure \
        -o "$dir/waf" --disable-werror --disable-python --enable-tests --enable-examples \
        --build-profile=debug --enable-modules="$modules") || die "configuring failed"
    grep "left out" "$dir/configure.log" || true
    if (cd "$tree" && logged "$dir/compile.log" python3 waf build -j"$(nproc)"); then
        outcome "PASS ns-3 with waf: build"
        check_warnings "$dir/compile.log"
        ns3_suite "$tree" "$dir/report" --nowaf
        local program
        program=$(find "$dir/waf/contrib" -name '*-tunnelsim-*' -type f -perm -u+x | head -n 1)
        export LD_LIBRARY_PATH=$dir/waf/lib
        [ -z "$program" ] || try_tunnelsim "$program" "$dir"
        run_contrib_examples "$dir/waf/contrib"
    else
        outcome "FAIL ns-3 with waf: build"
    fi
}

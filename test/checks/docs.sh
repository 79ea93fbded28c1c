#!/usr/bin/env bash
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# The manual: program output that it shows is what the programs print, Sphinx and Doxygen make it
# without a warning. TUNNEL_WRITE_DOCS=1 in the environment writes the output anew.

set -u

root=${TUNNEL_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${TUNNEL_BUILD:-$root/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

pass()
{
    echo "PASS $1"
}

fail()
{
    echo "FAIL $1: $2"
    failed=1
}

# shown NAME COMMAND...: what a command prints stands in docs/output/NAME.txt.
shown()
{
    local name=$1 file=$root/docs/output/$1.txt
    shift
    (cd "$work" && "$@") >"$work/$name.txt" 2>&1
    if [ -n "${TUNNEL_WRITE_DOCS:-}" ]; then
        cp "$work/$name.txt" "$file"
    fi
    if diff "$file" "$work/$name.txt"; then
        pass "manual: output of $name"
    else
        fail "manual: output of $name" "run TUNNEL_WRITE_DOCS=1 test/checks/docs.sh and commit it"
    fi
}

# The README shows the output of the quickstart, too.
readme_shows()
{
    if python3 - "$root/README.md" "$root/docs/output/$1.txt" "${TUNNEL_WRITE_DOCS:-}" <<'PYTHON'; then
import re, sys
readme, output, write = sys.argv[1:]
text = open(readme, encoding="utf-8").read()
shown = open(output, encoding="utf-8").read()
block = re.compile(r"(<!-- output -->\n```\n).*?(```\n)", re.DOTALL)
new = block.sub(lambda found: found.group(1) + shown + found.group(2), text)
if write and new != text:
    open(readme, "w", encoding="utf-8").write(new)
    text = new
sys.exit(new != text or not block.search(text))
PYTHON
        pass "README: output of $1"
    else
        fail "README: output of $1" "run TUNNEL_WRITE_DOCS=1 test/checks/docs.sh and commit it"
    fi
}

# Figures of a simulation differ between ns-3 releases; the manual shows those of 3.37.
release=$(pkg-config --modversion ns3-core 2>/dev/null)
if [ "$release" = 3.37 ]; then
    for source in "$root"/examples/*.cc; do
        name=$(basename "$source" .cc)
        shown "$name" "$build/examples/$name"
    done
    ln -s "$root/scenarios" "$work/scenarios"
    shown quickstart "$build/tunnelsim" run scenarios/quickstart.json
    ln -s "$root/docs/examples/mistakes.json" "$work/mistakes.json"
    shown mistakes "$build/tunnelsim" validate mistakes.json
    readme_shows quickstart
else
    echo "SKIP manual: output of programs: shown for ns-3.37, this is '${release}'"
fi

if ! command -v sphinx-build >/dev/null; then
    echo "SKIP manual: sphinx: not installed"
elif sphinx-build -q -W --keep-going -b html -d "$work/doctrees" "$root/docs" "$work/html" \
    >"$work/sphinx.log" 2>&1; then
    pass "manual: sphinx has no warning"
else
    cat "$work/sphinx.log"
    fail "manual: sphinx has no warning" "$(grep -c 'WARNING\|ERROR' "$work/sphinx.log") warnings"
fi

if ! command -v doxygen >/dev/null; then
    echo "SKIP manual: doxygen: not installed"
elif mkdir -p "$work/docs" && cd "$root/docs" &&
    TUNNEL_BUILD="$work" doxygen Doxyfile >"$work/doxygen.log" 2>&1; then
    pass "manual: doxygen has no warning"
else
    cat "$work/doxygen.log"
    fail "manual: doxygen has no warning" "$(wc -l <"$work/doxygen.log") lines"
fi

exit $failed

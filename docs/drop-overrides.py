#!/usr/bin/env python3
#
# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Doxygen input filter: takes declarations that override an inherited function out of a header.

They are documented where they are declared first, most of them in ns-3, whose headers are not part
of this documentation. Line numbers stay as they are. The names of member groups lose their
backticks, which Doxygen would show as they are.
"""

import re
import sys

TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)
      | (?P<directive>^[ \t]*\#(?:[^\n]*\\\n)*[^\n]*)
      | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<label>\b(?:public|protected|private)\s*:(?!:))
      | (?P<mark>[;{}])
      | (?P<code>[^;{}"'/\#]+?(?=\b(?:public|protected|private)\s*:(?!:))|[^;{}"'/\#]+|.)""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


def kept(kind, text):
    """What is left of a token of a declaration that goes."""
    if kind == "comment" and re.match(r"(//[!/]|/\*[*!])<", text):
        return text  # belongs to the declaration before
    if kind == "comment" and re.search(r"[@\\][{}]", text):
        return text  # begins or ends a group
    return "\n" * text.count("\n")


def main():
    with open(sys.argv[1], encoding="utf-8") as header:
        text = header.read()
    out = []
    declaration = []  # tokens since the last end of a declaration
    skipped = 0  # depth of braces within the body of a function that goes
    for token in TOKEN.finditer(text):
        kind, part = token.lastgroup, token.group()
        if kind == "comment":
            part = re.sub(r"@name .*", lambda name: name.group().replace("`", ""), part)
        if skipped:
            skipped += {"{": 1, "}": -1}.get(part, 0) if kind == "mark" else 0
            out.append("\n" * part.count("\n"))
            continue
        declaration.append((kind, part))
        if kind not in ("mark", "label", "directive"):
            continue
        code = "".join(p for k, p in declaration[:-1] if k not in ("comment", "directive"))
        if kind == "mark" and part != "}" and re.search(r"\boverride\s*$", code):
            out.extend(kept(k, p) for k, p in declaration)
            skipped = 1 if part == "{" else 0
        else:
            out.extend(p for _, p in declaration)
        declaration = []
    out.extend(p for _, p in declaration)
    sys.stdout.write("".join(out))


main()

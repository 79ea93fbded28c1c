#!/usr/bin/env python3
"""Doxygen input filter: take out declarations that override an ns-3 function.

They are documented in ns-3, whose headers are not part of this documentation. A declaration may
span several lines; it starts after the last ';', '{', '}' or ':' that stands before it.
"""

import re
import sys

with open(sys.argv[1], encoding="utf-8") as header:
    text = header.read()

declaration = re.compile(r"(?<=[;{}:])(?:(?!/\*\*)[^;{}])*?\)[^;{}()]*\boverride;")
# Newlines stay, so that warnings name the right lines.
sys.stdout.write(declaration.sub(lambda found: "\n" * found.group(0).count("\n"), text))

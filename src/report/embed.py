#!/usr/bin/env python3
"""embed.py STYLE SCRIPT: both as C texts, with the hashes by which the page's policy lets just these two through."""

import base64
import hashlib
import pathlib
import sys

print('#include "report/assets.h"\n')
for name, path in zip(("style", "script"), sys.argv[1:]):
    content = pathlib.Path(path).read_bytes()
    # Not a literal: C promises no more than 4095 characters in one.
    print(f"const char report_{name}[] = {{ {', '.join(map(str, content + bytes(1)))} }};")
    print(f'const char report_{name}_hash[] = "{base64.b64encode(hashlib.sha256(content).digest()).decode()}";')

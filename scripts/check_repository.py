#!/usr/bin/env python3
"""The rules of this repository that no ready-made checker knows.

    check_repository.py [FOLDER]

Prints `path:line: message` for each finding and fails when there is one; what begins with `warning:` does not
fail. The rules are in repository_rules/.
"""

import sys
from pathlib import Path

from repository_rules import findings


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    found = findings(root)
    for finding in found:
        print(finding)
    sys.exit(1 if any(not finding.is_warning for finding in found) else 0)


if __name__ == "__main__":
    main()

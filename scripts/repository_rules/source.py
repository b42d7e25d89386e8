"""What the rules look at: the files of the repository, each read and parsed once."""

import ast
import re
import subprocess
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

BINARY = re.compile(r"\.(png|jpe?g|gif|ico|webp|xlsx|woff2?|ttf|pdf|zip)$", re.I)


class Finding(NamedTuple):
    path: str
    line: int
    message: str
    is_warning: bool = False

    def __str__(self):
        return f"{'warning: ' if self.is_warning else ''}{self.path}:{self.line}: {self.message}"


class SourceFile:
    """One text file, read and parsed once for all rules."""

    def __init__(self, root, name):
        self.name = name
        self.path = Path(name)
        self.addon = self.path.parts[0] if (root / self.path.parts[0] / "__manifest__.py").exists() else None
        self.folder = self.path.parts[1] if self.addon and len(self.path.parts) > 2 else ""
        self.text = (root / name).read_text(encoding="utf-8", errors="replace")
        self.lines = self.text.splitlines()

    @cached_property
    def tree(self):
        """The syntax tree of a Python file; an empty one when it is broken, which Ruff tells."""
        try:
            return ast.parse(self.text)
        except SyntaxError:
            return ast.Module(body=[], type_ignores=[])

    def line_of(self, position):
        return self.text.count("\n", 0, position) + 1


class Repository:
    """The files that are, or are about to be, under version control."""

    def __init__(self, root):
        self.root = Path(root)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=self.root,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        names = sorted(name for name in set(listed.split("\0")) if name and (self.root / name).is_file())
        self.names = set(names)
        self.files = [SourceFile(self.root, name) for name in names if not BINARY.search(name)]
        self.addons = sorted({file.addon for file in self.files if file.addon})

    def file(self, name):
        """The file of this name, if there is one."""
        return next((file for file in self.files if file.name == name), None)

    def with_suffix(self, *suffixes):
        return [file for file in self.files if file.path.suffix in suffixes]

    @cached_property
    def python(self):
        return self.with_suffix(".py")

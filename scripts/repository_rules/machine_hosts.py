"""The hosts that this machine gets its packages from, asked of the package managers' own configuration."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

# Plain and deb822 sources; what comes after the scheme and a login, if there is one, is the host.
APT_SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d/*.list", "/etc/apt/sources.list.d/*.sources")
COMMANDS = (("pip", "config", "list"), ("npm", "config", "get", "registry"), ("apt-config", "dump"))
VARIABLES = re.compile(r"(?i)(pip|npm_config|uv|https?)_.*(index|registry|proxy|find_links)")
URL_HOST = re.compile(r"\bhttps?://(?:[^@/\s'\"]*@)?([\w-]+(?:\.[\w-]+)+)")
LOCAL = {"localhost.localdomain", "127.0.0.1", "0.0.0.0"}


def in_text(text):
    """The hosts of the addresses in a text, without comments and without this machine itself."""
    uncommented = re.sub(r"^\s*(#|//).*$", "", text, flags=re.M)
    return {host.lower() for host in URL_HOST.findall(uncommented)} - LOCAL


@cache
def _said_by(command):
    """What a package manager says of its configuration; nothing when it is not here."""
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stdout


def configured():
    """The hosts of the package registries, mirrors and proxies that are configured here."""
    texts = [value for name, value in os.environ.items() if VARIABLES.match(name)]
    for pattern in APT_SOURCES:
        texts += [path.read_text(errors="replace") for path in Path("/").glob(pattern.lstrip("/"))]
    texts += map(_said_by, COMMANDS)
    return set().union(*map(in_text, texts))

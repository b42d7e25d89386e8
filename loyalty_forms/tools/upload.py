"""Which files a visitor may send: a list of what is allowed, by the name's ending and by the content alike."""

import io
import re
import zipfile
from typing import NamedTuple

_OFFICE = "application/vnd.openxmlformats-officedocument."
PICTURES = {
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "png": {"image/png"},
    "webp": {"image/webp"},
}
# No HTML, no SVG, no archives, nothing that a computer runs when it is opened.
FILES = {
    **PICTURES,
    "pdf": {"application/pdf"},
    "docx": {_OFFICE + "wordprocessingml.document"},
    "xlsx": {_OFFICE + "spreadsheetml.sheet"},
    "txt": {"text/plain"},
    "csv": {"text/plain", "text/csv"},
}
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:\"/\\|?*]+")


#: Documents that are archives within: what they unpack to is bounded before anybody opens them.
PACKAGES = ("docx", "xlsx")
MAX_UNPACKED = 200_000_000  # bytes
MAX_RATIO = 200  # a text that is packed tighter was made to burst
SMALL = 10_000_000  # bytes that burst nothing, however tight


class Upload(NamedTuple):
    """A checked file, not stored yet."""

    name: str
    mimetype: str
    content: bytes


def extension(name):
    """The ending of a file's name in small letters, without the dot.

    :rtype: str
    """
    stem, dot, ending = (name or "").rpartition(".")
    return ending.lower().strip() if dot and stem else ""


def clean_name(name):
    """A name without folders and without signs that mislead or break: ``gpj.exe`` cannot pose as ``exe.jpg``.

    :param str name: as the browser sent it
    :rtype: str
    """
    ending = extension(name)
    stem = _UNSAFE.sub("_", re.split(r"[/\\]", name or "")[-1].rpartition(".")[0]).strip(" ._")
    return f"{stem[:80] or 'file'}.{_UNSAFE.sub('', ending)[:8]}"


def fits(name, mimetype, allowed):
    """Whether the ending is allowed and the content is what the ending says.

    :param str mimetype: guessed from the content, never what the browser said
    :param dict allowed: ending to set of content types
    """
    return mimetype in allowed.get(extension(name), ())


def is_safe_package(name, content):
    """Whether a document that is an archive within is whole, is no other document and does not burst.

    :param bytes content: the file
    :return: True also for what is no such document
    """
    if extension(name) not in PACKAGES:
        return True
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names or any(part.endswith("vbaproject.bin") for part in names):
        return False
    unpacked = sum(part.file_size for part in parts)
    tightest = max(part.file_size / max(part.compress_size, 1) for part in parts)
    return unpacked <= MAX_UNPACKED and (unpacked <= SMALL or tightest <= MAX_RATIO)

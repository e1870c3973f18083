"""The prompts: templates in resources/prompts/writer, and how a person's text is put into them.

What belongs here: reading and filling templates, and fencing the person's text. What does not: the words (data).

The text between the fences is data. The fence's name is made from the text itself, so that the text cannot hold it and
end it early; what the text says to the model changes, at worst, a picture: words and speakers are not the model's.
"""

import hashlib
import string
from functools import cache

from sparkle_motion_dagster.film.shipped import resources_folder

_FOLDER = ("prompts", "writer")


def template(name: str) -> string.Template:
    """A template by the name of its file, without its ending."""
    return string.Template(_texts()[name])


def filled(name: str, **values: str) -> str:
    """A template with its values. Raises KeyError if one is missing: a fault of ours."""
    return template(name).substitute(values).strip()


def prompts_hash() -> str:
    """12 hex digits that change when any prompt does."""
    joined = "\0".join(f"{name}\0{text}" for name, text in sorted(_texts().items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def fenced(text: str) -> str:
    """A person's text as data between two lines that it cannot hold."""
    salt = 0
    while True:
        fence = hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()[:12]
        if fence not in text:
            return f"<<<TEXT {fence}\n{text.strip()}\nTEXT {fence}>>>"
        salt += 1


@cache
def _texts() -> dict[str, str]:
    folder = resources_folder().joinpath(*_FOLDER)
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}

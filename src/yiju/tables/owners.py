"""Whose the indicators of a table are that names no project: the department's as a whole, or nobody's.

They are the department's where a caption, a heading above it, or labels that only forms of whole departments have
say so. A form that names another body than the one that discloses is of neither.
"""

from typing import Final

from yiju.model import Department, Passage
from yiju.tables.bodies import read_body
from yiju.tables.form import Form
from yiju.tables.sections import Section
from yiju.tables.words import is_of_department, of_whole_department
from yiju.values.characters import squeeze

_PROJECT: Final = "项目"
_ITSELF: Final = ("(本级)", "(机关)", "本级", "机关")


def is_of_whole(form: Form, section: Section, department: Department | None) -> bool:
    """Whether a table without a project is of the department that discloses, as a whole."""
    said = form.body or form.of_whole or is_of_department(section.caption.text)
    headed = _PROJECT not in section.caption.text and of_whole_department(section.heading.text)
    return bool(said or headed) and not _names_other(form, department)


def _names_other(form: Form, department: Department | None) -> bool:
    """Whether a form names a body that is not the department; a short or a fuller form of its name is its name."""
    words = form.body or form.department
    return bool(words and department) and not _abbreviates(words, department)


def _abbreviates(words: Passage, department: Department | None) -> bool:
    body = read_body(words)
    if department is None or (body.code and body.code == department.code):
        return True
    own, named = _plain(department.name), _plain(body.name)
    fuller = own[-1:] == named[-1:] and not named.startswith(own)
    return _is_within(named, own) or (fuller and _is_within(own, named))


def _is_within(short: str, name: str) -> bool:
    """Whether a name has all letters of a shorter one, in their order.

    >>> _is_within("清河区人社局", "清河区人力资源和社会保障局")
    True
    """
    letters = iter(name)
    return all(letter in letters for letter in short)


def _plain(name: str) -> str:
    """A name without what says that the body itself is meant, and not those below it.

    >>> _plain("清河区水利局（本级）")
    '清河区水利局'
    """
    name = squeeze(name)
    return next((name.removesuffix(end) for end in _ITSELF if name.endswith(end)), name)

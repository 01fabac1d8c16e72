"""The house stands as it was drawn: imports go down, functions are short, heavy things have one home."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

SRC: Final = Path(__file__).parent.parent / "src" / "yiju"
MODULES: Final = tuple(sorted(SRC.rglob("*.py")))

LAYERS: Final = (
    {"errors", "resources", "workers"},
    {"model", "vocabulary", "values"},
    {
        "readers",
        "tables",
        "prose",
        "text",
        "resolve",
        "mapping",
        "validation",
        "store",
        "questions",
    },
    {"pipeline", "cluster", "judgements", "inputs", "judgement_files", "dumps"},
    {"service"},
    {"cli"},
)
SIBLINGS: Final = {
    ("resources", "errors"),
    ("model", "values"),
    ("questions", "store"),
    ("catalogue", "library"),
    ("judgement_files", "judgements"),
}
"""Parts of one layer that may be imported by another of it: importer, imported."""

HOMES: Final = {
    "spacy": ("text/",),
    "docx": ("readers/docx.py",),
    "openpyxl": ("readers/xlsx.py",),
    "xlrd": ("readers/xls.py", "readers/ole.py"),
    "lxml": ("readers/html.py",),
    "pdfminer": ("readers/pdf/",),
    "pypdfium2": ("readers/pdf/pictures.py",),
    "PIL": ("readers/pdf/pictures.py",),
    "pyshacl": ("validation/reference.py",),
    "rdflib": ("validation/reference.py",),
    "SPARQLWrapper": ("store/remote.py",),
    "typer": ("cli/",),
    "rich": ("cli/",),
    "fastapi": ("service/",),
    "starlette": ("service/",),
    "uvicorn": ("service/",),
    "prometheus_client": ("service/watching.py",),
}
SERVING: Final = {
    "store",
    "questions",
    "resources",
    "errors",
    "workers",
    "vocabulary",
    "values",
    "service",
}
"""All that the service may know of Yiju: it reads, and knows nothing of readers and shapes."""

WRITING: Final = "service/writer.py"
"""The one module of the service that knows shapes: what it writes passes the gate."""

LATE: Final = "readers/__init__.py"
"""The one module below the service that imports others when they are needed: a reader per format."""

MAX_FUNCTION: Final = 50
MAX_MODULE: Final = 400


def name_of(path: Path) -> str:
    """The path below the package, as `values/target.py`."""
    return path.relative_to(SRC).as_posix()


def part_of(path: Path) -> str:
    """The part of the house: the folder or module directly below the package."""
    return name_of(path).split("/")[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere in it, in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_used_by(path: Path) -> set[str]:
    """The other parts of the house that a module imports."""
    names = (name.split(".") for name in imports_of(tree_of(path)))
    parts = {name[1] for name in names if name[0] == "yiju" and len(name) > 1}
    return parts - {part_of(path), "__version__"}


def layer_of(part: str) -> int:
    """The layer in which a part stands, from 0."""
    return next(height for height, layer in enumerate(LAYERS) if part in layer)


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, however deep."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


each_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


def test_every_part_has_its_layer() -> None:
    known = set().union(*LAYERS) | {"__init__", "__main__"}
    assert {part_of(path) for path in MODULES} <= known


@each_module
def test_imports_only_go_down(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        assert not parts_used_by(path)
        return
    wrong = {
        used
        for used in parts_used_by(path)
        if layer_of(used) >= layer_of(part) and (part, used) not in SIBLINGS
    }
    assert not wrong, f"{name_of(path)} imports {sorted(wrong)}"


def test_the_service_reads_only_store_and_questions() -> None:
    reading = [path for path in MODULES if part_of(path) == "service" and name_of(path) != WRITING]
    assert set().union(*map(parts_used_by, reading)) <= SERVING
    assert parts_used_by(SRC / WRITING) <= SERVING | {"validation"}


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {path: _modules_used_by(path) for path in MODULES}
    done: set[Path] = set()
    while ready := {path for path, used in graph.items() if path not in done and used <= done}:
        done |= ready
    assert done == set(MODULES), f"in circles: {sorted(map(name_of, set(MODULES) - done))}"


def _modules_used_by(path: Path) -> set[Path]:
    found = (
        _module(name.split(".")) for name in imports_of(tree_of(path)) if name.startswith("yiju.")
    )
    return {module for module in found if module and module != path}


def _module(name: list[str]) -> Path | None:
    """The file that a dotted name means: a module, or a package, or the module that holds the name."""
    for end in range(len(name), 1, -1):
        place = SRC.joinpath(*name[1:end])
        for candidate in (place.with_suffix(".py"), place / "__init__.py"):
            if candidate.is_file():
                return candidate
    return None


@pytest.mark.parametrize("path", [m for m in MODULES if part_of(m) != "cli"], ids=name_of)
def test_only_the_door_imports_inside_functions(path: Path) -> None:
    inside = [
        f"{function.name}:{node.lineno}"
        for function in functions_of(tree_of(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_packages_fetch_their_own_names_late_and_one_of_the_stages_its_readers() -> None:
    late = {name_of(path) for path in MODULES if "importlib" in path.read_text(encoding="utf-8")}
    assert late == {LATE, "service/__init__.py", "pipeline/__init__.py"}
    named = re.findall(r'"(yiju[.\w]*)"', (SRC / LATE).read_text(encoding="utf-8"))
    assert named
    for name in named:
        module = _module(name.split("."))
        assert module is not None
        assert part_of(module) == "readers"


def test_a_text_file_is_read_without_the_libraries_of_other_formats(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("科技局2024年部门预算公开", encoding="utf-8")
    heavy = sorted(name for name, homes in HOMES.items() if homes[0].startswith("readers/"))
    program = (
        "import sys; from pathlib import Path; from yiju.readers import read_document; "
        f"read_document(Path({str(file)!r})); print([n for n in {heavy} if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_who_builds_imports_nothing_that_reads() -> None:
    heavy = sorted(
        name for name, homes in HOMES.items() if homes[0].startswith(("readers/", "text/"))
    )
    program = (
        "import sys, yiju.pipeline.builder, yiju.pipeline.reader; "
        f"print([n for n in {heavy} if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_door_imports_nothing_heavy_before_a_command_runs() -> None:
    allowed = {"yiju", "typer"}
    for path in (path for path in MODULES if part_of(path) == "cli"):
        tops = {name.split(".")[0] for name in imports_of(_top_of(tree_of(path)))}
        heavy = {name for name in tops if name in HOMES} - allowed
        assert not heavy, f"{name_of(path)} imports {sorted(heavy)} at its top"


def _top_of(tree: ast.Module) -> ast.Module:
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return ast.Module(body=list[ast.stmt](imports), type_ignores=[])


@each_module
def test_heavy_libraries_have_one_home(path: Path) -> None:
    for name in imports_of(tree_of(path)):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or name_of(path).startswith(homes), f"{name} in {name_of(path)}"


@each_module
def test_functions_are_short(path: Path) -> None:
    long = [
        function.name
        for function in functions_of(tree_of(path))
        if (function.end_lineno or 0) - function.lineno + 1 > MAX_FUNCTION
    ]
    assert not long


@each_module
def test_modules_are_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= MAX_MODULE


@each_module
def test_what_is_public_says_what_it_does(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree), f"{name_of(path)} does not say what it is for"
    silent = [node.name for node in _public(tree.body) if not ast.get_docstring(node)]
    assert not silent


def _public(
    body: list[ast.stmt],
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _public(node.body)


def test_nothing_is_called_utils() -> None:
    assert not [path for path in MODULES if "util" in path.stem or path.stem in {"helpers", "misc"}]


def test_nothing_speaks_of_the_machine_it_was_written_on() -> None:
    places = ("/" + "work/", "/" + "root/", "/" + "home/")
    speaking = [
        name_of(path)
        for path in MODULES
        if any(place in path.read_text(encoding="utf-8") for place in places)
    ]
    assert not speaking

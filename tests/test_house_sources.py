"""The rules of the house about what stands in a source file: sizes, names, state, effects, purity, nothing unused."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sources import PACKAGE, ROOT, functions, package_files, relative, settings, tree

MODULE_LINES = 300
FUNCTION_LINES = 60

Fault = tuple[int, str]
"""A line, and what is wrong there."""
Rule = Callable[[ast.Module], Iterator[Fault]]


def broken(rule: Rule, files: list[Path] | None = None) -> list[str]:
    """Where `rule` is broken."""
    places = [(path, fault) for path in files or package_files() for fault in rule(tree(path))]
    return [f"{relative(path)}:{line} {what}" for path, (line, what) in places]


def caught(rule: Rule, source: str) -> bool:
    """Whether `rule` sees what is wrong with `source`."""
    return bool([*rule(ast.parse(source))])


# --- sizes and names


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in package_files()}
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{relative(path)}:{each.lineno} {each.name}": (each.end_lineno or each.lineno) - each.lineno + 1
        for path in package_files()
        for each in functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


NOTHING = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "handler", "handlers"}


def words(name: str) -> set[str]:
    """The words of a name, of either spelling: `print_utils` and `PrintUtils` are print and utils."""
    return {word.lower() for part in name.split("_") for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", part)}


def says_nothing(module: ast.Module) -> Iterator[Fault]:
    classes = (node for node in ast.walk(module) if isinstance(node, ast.ClassDef))
    return ((each.lineno, each.name) for each in classes if words(each.name) & NOTHING)


def test_no_module_and_no_class_has_a_name_that_says_nothing() -> None:
    files = [*package_files(), *(ROOT / "tests").rglob("*.py")]
    parts = {path: path.relative_to(ROOT).with_suffix("").parts for path in files}
    assert [relative(path) for path in files if any(words(part) & NOTHING for part in parts[path])] == []
    assert broken(says_nothing) == []
    assert all(caught(says_nothing, f"class {name}: ...") for name in ("Manager", "PrintUtils", "_PDFHelper"))
    assert not caught(says_nothing, "class Managed: ...")


def test_functions_have_snake_case_names() -> None:
    # Methods are left out: what overrides a method of Qt or of another library keeps its name.
    odd = [
        f"{relative(path)}:{each.lineno} {each.name}"
        for path in package_files()
        for each in tree(path).body
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and not re.fullmatch(r"[a-z0-9_]+", each.name)
    ]
    assert odd == []


def test_tests_are_no_packages() -> None:
    assert [relative(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


# --- no state and no effects


CHANGES = frozenset(
    ("append", "appendleft", "add", "update", "pop", "popitem", "setdefault", "clear", "extend", "insert", "remove")
) | {"discard", "sort", "reverse", "__setitem__"}
HOLDS = frozenset(("defaultdict", "deque", "OrderedDict", "bytearray", "Lock", "RLock", "Condition", "Semaphore")) | {
    *("Event", "Queue", "SimpleQueue", "LifoQueue", "local", "ContextVar", "ThreadPoolExecutor"),
    *("WeakSet", "WeakKeyDictionary", "WeakValueDictionary"),
}
"""What is made to be changed."""
MAY_BE_EMPTY = frozenset(("dict", "list", "set", "Counter"))
HOOKED = frozenset(("sys", "threading"))
"""What the interpreter calls when something is lost is set there, and put back."""
REMEMBERS = frozenset(("cache", "lru_cache"))


def called(node: ast.expr) -> str:
    """The last name of what is called or decorated with."""
    inner = node.func if isinstance(node, ast.Call) else node
    return inner.attr if isinstance(inner, ast.Attribute) else inner.id if isinstance(inner, ast.Name) else ""


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Those that run when a module is imported: of classes and branches, too."""
    for each in body:
        yield each
        if isinstance(each, ast.ClassDef):
            yield from statements(each.body)
        elif isinstance(each, ast.If):
            yield from statements([*each.body, *each.orelse])


def is_state(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        empty = not value.args and not value.keywords
        return called(value) in HOLDS or (called(value) in MAY_BE_EMPTY and empty)
    return isinstance(value, ast.List | ast.Dict) and not ast.dump(value).count("Constant") and not [*kept(value)]


def kept(value: ast.List | ast.Dict) -> Iterator[ast.expr]:
    yield from value.elts if isinstance(value, ast.List) else value.values


def keeps_state(module: ast.Module) -> Iterator[Fault]:
    """A module is loaded once a process: what it remembers, all who use it share, and no test begins anew."""
    for each in statements(module.body):
        if isinstance(each, ast.Assign | ast.AnnAssign) and is_state(each.value):
            yield each.lineno, ast.unparse(each)
    named = {name for each in module.body for name in bound(each)} | {
        node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute) and node.attr.isupper()
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Global):
            yield node.lineno, f"global {', '.join(node.names)}"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((node.lineno, f"{node.name} remembers") for d in node.decorator_list if called(d) in REMEMBERS)
            yield from changed(node, named - own(node))


def bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement of a module gives: its own constants, and those of others."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in statement.names)
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    yield from (each.id for each in targets if isinstance(each, ast.Name))


def own(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The names a function gives itself."""
    stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {n.arg for n in ast.walk(function) if isinstance(n, ast.arg)}


def changed(function: ast.AST, named: set[str]) -> Iterator[Fault]:
    """Where something of `named` is changed: by a method, an item, an attribute."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            # An imported module may well have a function of such a name: only constants of others are looked at.
            yield from ((node.lineno, ast.unparse(node)) for name in owner(node.func) & named if name.isupper())
        elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            yield from ((node.lineno, ast.unparse(node)) for _ in owner(node) & named - HOOKED)


def owner(node: ast.Attribute | ast.Subscript) -> set[str]:
    """The name whose item or attribute it is; of a constant of another module the module's and its own."""
    inner = node.value
    if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.attr.isupper():
        return {inner.attr, inner.value.id}
    return {inner.id} if isinstance(inner, ast.Name) else set()


def test_no_module_keeps_state() -> None:
    assert broken(keeps_state) == []


@pytest.mark.parametrize(
    "source",
    [
        "_SEEN = {}",
        "_SEEN: list[str] = []",
        "_SEEN = set()",
        "_LOCK = threading.Lock()",
        "class A:\n    seen: dict[str, str] = {}",
        "if TYPE_CHECKING:\n    x = 1\nelse:\n    _SEEN = defaultdict(int)",
        "_N = 0\ndef f():\n    global _N\n    _N += 1",
        "@functools.lru_cache(8)\ndef f(): ...",
        "class A:\n    @cache\n    def f(self): ...",
        "SIGNS = {'a': 1}\ndef f():\n    SIGNS['b'] = 2",
        "SIGNS = {'a': 1}\ndef f():\n    SIGNS.update(b=2)",
        "SIGNS = {'a': 1}\ndef f():\n    del SIGNS['a']",
        "from a import SIGNS\ndef f():\n    SIGNS.append(1)",
        "from a import table\ndef f():\n    table.SIGNS.append(1)",
        "from a import table\ndef f():\n    table.sign = 1",
    ],
)
def test_a_module_that_keeps_state_is_found(source: str) -> None:
    assert caught(keeps_state, source)


@pytest.mark.parametrize(
    "source",
    [
        "SIGNS = {'a': 1}\ndef f():\n    return SIGNS['a']",
        "SIGNS = {'a': 1}\ndef f(SIGNS):\n    SIGNS['b'] = 2",
        "def f():\n    seen = {}\n    seen['a'] = 1\n    return seen",
        "class A:\n    def __init__(self):\n        self.seen = []",
    ],
)
def test_a_module_that_keeps_no_state_is_none(source: str) -> None:
    assert not caught(keeps_state, source)


HARMLESS = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
WORLD = frozenset(("open", "getenv", "environ", "now", "today", "monotonic", "cwd", "getcwd", "expanduser")) | {
    *("read_text", "read_bytes", "write_text", "mkdir", "run", "Popen", "urandom", "token_hex", "uuid4"),
    *("load_library", "connect", "print", "start"),
}
"""What looks at the world, or changes it."""


def at_once(value: ast.AST) -> Iterator[ast.AST]:
    """What is worked out when the statement runs: not what stands in a lambda."""
    yield value
    if not isinstance(value, ast.Lambda):
        for each in ast.iter_child_nodes(value):
            yield from at_once(each)


def has_effects(module: ast.Module) -> Iterator[Fault]:
    for each in module.body:
        said = isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
        if not said and not isinstance(each, (*HARMLESS, ast.If)):
            yield each.lineno, ast.unparse(each)
    for each in statements(module.body):
        if isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None:
            names = {called(node) for node in at_once(each.value) if isinstance(node, ast.Call | ast.Attribute)}
            yield from ((each.lineno, ast.unparse(each)) for _ in names & WORLD)


def test_importing_a_module_does_nothing() -> None:
    # Folders without __init__.py hold scripts that Alembic runs; they cannot be imported.
    modules = [path for path in package_files() if path.with_name("__init__.py").exists()]
    started = {"officer_app/__main__.py"}
    assert broken(has_effects, [path for path in modules if relative(path) not in started]) == []
    for source in ("f()", "for x in y: pass", "HOME = os.environ['HOME']", "NOW = datetime.now(UTC)", "T = open('x')"):
        assert caught(has_effects, source)
    assert not caught(has_effects, '"""What for."""\nimport os\nlog = logging.getLogger(__name__)')


# --- what core and the layers may not


NOT_PURE = frozenset(("os", "io", "sys", "socket", "subprocess", "threading", "time", "random", "secrets")) | {
    *("shutil", "asyncio", "sqlite3", "logging", "getpass", "signal", "uuid", "glob", "platform", "locale", "ctypes"),
    *("multiprocessing", "queue", "selectors", "ssl", "http", "importlib", "pathlib", "tempfile"),
}
"""Modules of the standard library that know a clock, chance, files or a machine."""
ASKS = frozenset(("open", "print", "input", "now", "today", "utcnow", "__import__", "eval", "exec"))


def is_not_pure(module: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from ((node.lineno, name) for name in names if name.partition(".")[0] in NOT_PURE)
        elif isinstance(node, ast.Call) and called(node) in ASKS:
            yield node.lineno, ast.unparse(node.func)


def test_core_knows_no_clock_no_chance_no_file_and_no_machine() -> None:
    assert broken(is_not_pure, sorted((PACKAGE / "core").rglob("*.py"))) == []
    for source in ("import os", "from random import choice", "import os.path", "datetime.now(UTC)", "open('x')"):
        assert caught(is_not_pure, source)


def test_what_is_loaded_by_name_keeps_to_the_layers_too() -> None:
    # The import linter sees import statements; what waits for its first use is named in a text.
    contracts = {each["id"]: each for each in settings()["tool"]["importlinter"]["contracts"]}
    edges, lines = contracts["edges"], enumerate(contracts["layers"]["layers"])
    height = {name: -place for place, line in lines for name in line.split(" | ")}

    def climbs(path: Path) -> Iterator[str]:
        own_layer = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found = re.match(r"officer_app\.(\w+)", node.value)
                other = found[1] if found else own_layer
                above = other != own_layer and height.get(other, 1) >= height[own_layer]
                edge = f"officer_app.{own_layer}" in edges["source_modules"]
                if above or (edge and f"officer_app.{other}" in edges["forbidden_modules"]):
                    yield f"{relative(path)}:{node.lineno} {node.value}"

    modules = [path for path in package_files() if path.name != "__init__.py" or path.parent != PACKAGE]
    assert [place for path in modules for place in climbs(path)] == []


# --- sentences


def speaks(module: ast.Module) -> Iterator[Fault]:
    """A sentence of both languages that stands in the program, where nobody finds it who writes or mends sentences."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and called(node) == "Both":
            parts = [each.values if isinstance(each, ast.JoinedStr) else [each] for each in node.args]
            texts = [str(each.value) for part in parts for each in part if isinstance(each, ast.Constant)]
            yield from ((node.lineno, text) for text in texts if re.search(r"[^\W\d_]{2}", text))


def speaks_thai(module: ast.Module) -> Iterator[Fault]:
    docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and re.search("[ก-๛]", str(node.value)) and id(node) not in docstrings:
            yield node.lineno, str(node.value)


def test_sentences_stand_in_the_catalogue() -> None:
    assert broken(speaks) == []
    told = [path for path in (PACKAGE / "cli").rglob("*.py") if not {"demo", "bench"} & {*path.parts}]
    assert broken(speaks_thai, told) == []
    assert caught(speaks, 'Both("ไม่พบ", "not found")')
    assert caught(speaks, 'Both(f"ไม่พบ {n}", f"{n}?")')
    assert not caught(speaks, 'Both(f"{a} – {b}", name)')


# --- nothing unused


FOR_OTHERS = {
    "MemoryCentre": "a centre without a server, for training and tests",
    "RecordedSignals": "signals that are remembered, for training and tests",
    "FOR_TESTS": "a cheap cost of passwords",
    "crash": "how tests break the embedded server",
    "tls": "how tests give the embedded server certificates",
    "addObjects": "reportlab calls it",
}
"""What the program ships and does not use itself."""


def definitions(module: ast.Module) -> Iterator[tuple[int, str]]:
    """What a module defines: functions, classes, constants, methods; not what overrides another library's."""
    for each in module.body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield each.lineno, each.name
        elif isinstance(each, ast.Assign | ast.AnnAssign):
            yield from ((each.lineno, name) for name in bound(each) if not name.startswith("__"))
    ours = {"Protocol"}
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef) and all(called(base) in ours for base in node.bases):
            ours.add(node.name)
            methods = (inner for inner in node.body if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef))
            yield from ((inner.lineno, inner.name) for inner in methods if not inner.name.startswith("__"))


def uses(module: ast.Module) -> Iterator[str]:
    """The names that a module makes use of; importing one and naming it in __all__ is no use."""
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.MatchClass(kwd_attrs=names):
                yield from names
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=named)):
                yield from ("-" + str(each.value) for each in named if isinstance(each, ast.Constant))
            case ast.Constant(value=str(text)) if len(text) < 200:
                yield from re.findall(r"[A-Za-z_]\w*", text)


def unused(modules: dict[str, ast.Module]) -> list[str]:
    used = Counter(name for module in modules.values() for name in uses(module))
    for name in [each for each in used if each.startswith("-")]:
        used[name[1:]] -= used[name]
    return [
        f"{name}:{line} {defined}"
        for name, module in modules.items()
        for line, defined in definitions(module)
        if not used[defined] and defined not in FOR_OTHERS and "migrations" not in name
    ]


def test_nothing_is_left_that_the_program_does_not_use() -> None:
    modules = {relative(path): tree(path) for path in package_files()}
    assert unused(modules) == []


def test_what_is_not_used_is_found() -> None:
    source = """
__all__ = ["forgotten", "wanted"]
_FORGOTTEN = 1
def forgotten(): ...
def wanted(): ...
class Kept:
    def asked(self): ...
    def unasked(self): ...
"""
    modules = {"a": ast.parse(source), "b": ast.parse("from a import wanted, forgotten\nwanted(Kept().asked)")}
    assert unused(modules) == ["a:3 _FORGOTTEN", "a:4 forgotten", "a:8 unasked"]


# --- tests


def pretends(module: ast.Module) -> Iterator[Fault]:
    """No mocks, no rest in place of waiting for something, no test that is left out and does not say why."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
            yield from ((node.lineno, name) for name in names if re.search(r"\bmock\b|pytest_mock", name))
        elif isinstance(node, ast.Call) and called(node) in ("skip", "skipif", "xfail", "importorskip"):
            said = [*node.args, *(each.value for each in node.keywords if each.arg == "reason")]
            if len(said) < (2 if called(node) == "skipif" else 1):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Attribute) and node.attr in ("skip", "xfail") and called(node.value) == "mark":
            yield from () if any(called_with(node, each) for each in ast.walk(module)) else [(node.lineno, node.attr)]


def called_with(mark: ast.Attribute, node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and node.func is mark


def test_no_test_pretends() -> None:
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert broken(pretends, files) == []
    faulty = ("from unittest import mock", "import unittest.mock", "pytest.skip()", "@pytest.mark.skip\ndef t(): ...")
    assert all(caught(pretends, source) for source in (*faulty, "pytest.mark.skipif(x)"))
    good = ("pytest.skip('no disk')", "@pytest.mark.skip(reason='no disk')\ndef t(): ...", "mark.skipif(x, reason='y')")
    assert not any(caught(pretends, source) for source in good)


RESTS = ("sleep", "msleep", "qSleep", "qWait")


def test_no_test_rests_until_something_may_have_happened() -> None:
    def rests(module: ast.Module) -> Iterator[Fault]:
        calls = (node for node in ast.walk(module) if isinstance(node, ast.Call))
        return ((each.lineno, ast.unparse(each)) for each in calls if called(each) in RESTS)

    # A printer that is asked again and again answers a little later.
    slow = {"tests/devices/printers/cups_server.py"}
    assert broken(rests, [path for path in sorted((ROOT / "tests").rglob("*.py")) if relative(path) not in slow]) == []

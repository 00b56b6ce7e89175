# SPDX-License-Identifier: Apache-2.0
# Reads the tree's text: arrows of includes, first lines, forbidden words, sizes, and the paths that documents name.
#
#   tree.py CHECK SOURCE_DIR [MAP]      CHECK is a name from CHECKS; MAP is the list of modules that the configuration wrote
import pathlib
import re
import sys
from collections.abc import Iterator

CODE = (".h", ".cpp", ".def", ".S")
SCRIPTS = (".py", ".sh", ".cmake")
TOP = ("core", "app", "frontends", "tests", "cmake", "installer", "resources", ".ci")
MOST_LINES = 600

root = pathlib.Path()
module_map = pathlib.Path()


def files(*folders: str, suffixes: tuple[str, ...] = CODE) -> Iterator[pathlib.Path]:
    """All files of those folders with those endings, sorted."""
    for folder in folders:
        yield from sorted(path for path in (root / folder).rglob("*") if path.is_file() and path.name.endswith(suffixes)
                          and "__pycache__" not in path.parts)


def name(path: pathlib.Path) -> str:
    return path.relative_to(root).as_posix()


def read_map() -> dict[str, set[str]]:
    """Each module with every module that it may see: what it names, and what those may see."""
    direct = {}
    for line in module_map.read_text().splitlines():
        module, _, *arrows = line.split()
        direct[module] = arrows
    seen: dict[str, set[str]] = {}
    for module, arrows in direct.items():  # from the bottom upwards
        seen[module] = {module}.union(*(seen[arrow] for arrow in arrows))
    return seen


def module_of(path: str, modules: dict[str, set[str]]) -> str | None:
    """The module whose folder holds the path; the innermost one."""
    inside = [module for module in modules if path.startswith(module + "/")]
    return max(inside, key=len, default=None)


def check_includes() -> Iterator[str]:
    modules = read_map()
    for path in files("core", "app", "frontends"):
        own = module_of(name(path), modules)
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not found or found[1].endswith(".moc"):
                continue
            target = found[1]
            other = module_of(target, modules)
            if not (root / target).is_file():
                if not target.startswith(("ui_", "moc_", "qrc_")):
                    yield f"{name(path)}:{number}: {target} is no path from the root of the tree"
            elif own and other and other not in modules[own]:
                yield f"{name(path)}:{number}: {own} includes {target}, but names no arrow to {other}"


def check_spdx() -> Iterator[str]:
    everything = list(files(*TOP, suffixes=CODE + SCRIPTS + ("CMakeLists.txt",))) + [root / "CMakeLists.txt"]
    everything += [path for path in sorted((root / "installer").iterdir()) if path.is_file() and not path.suffix]
    for path in everything:
        lines = path.read_text().splitlines()[:3]
        first = 1 if lines and lines[0].startswith("#!") else 0
        if len(lines) <= first or "SPDX-License-Identifier: Apache-2.0" not in lines[first]:
            yield f"{name(path)}:{first + 1}: the SPDX line is missing"
        elif len(lines) < first + 2 or not re.match(r"(//|#|;|\"\"\")\s*\S", lines[first + 1]):
            yield f"{name(path)}:{first + 2}: the sentence that says what the file is, is missing"


def check_purity() -> Iterator[str]:
    forbidden = (
        (re.compile(r"#\s*include\s*[<\"](Q[A-Z]|q[a-z]+\.h|Qt|SDL)"), ("core", "app"), "Qt and SDL belong to the front ends"),
        (re.compile(r"(?<![\w_])assert\s*\(|<cassert>|<assert\.h>"), ("core", "app", "frontends"), "assert() is CHECK() here"),
        (re.compile(r"(?<![\w_])TODO\b|\bFIXME\b|\bXXX\b"), ("core", "app", "frontends", "tests"), "no bare TODO"),
        (re.compile(r"(?<![\w_])(std::this_thread::sleep_|usleep\s*\(|nanosleep\s*\()"), ("core", "app", "frontends"), "no sleeping to wait"),
    )
    for path in files("core", "app", "frontends", "tests"):
        top = name(path).split("/")[0]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for pattern, where, why in forbidden:
                if top in where and pattern.search(line):
                    yield f"{name(path)}:{number}: {why}: {line.strip()}"


def check_sizes() -> Iterator[str]:
    for path in files(*TOP, suffixes=(".h", ".cpp", ".py", ".sh")):
        lines = len(path.read_text().splitlines())
        if lines > MOST_LINES:
            yield f"{name(path)}: {lines} lines, at most {MOST_LINES}"


def check_documents() -> Iterator[str]:
    documents = [root / "README.md", root / "ARCHITECTURE.md", root / "SECURITY.md", *sorted((root / "core/adr").glob("*.md"))]
    for document in documents:
        if not document.is_file():
            yield f"{document.name}: is missing"
            continue
        for number, line in enumerate(document.read_text().splitlines(), 1):
            for word in re.findall(r"`([^`\s]+)`", line) + re.findall(r"\]\(([^)#:\s]+)\)", line):
                if looks_like_path(word) and not any(root.glob(word.rstrip("/"))):
                    yield f"{name(document)}:{number}: {word} does not exist"
    tree = (root / "ARCHITECTURE.md").read_text()
    for module in read_map():
        if f"`{module}`" not in tree:
            yield f"ARCHITECTURE.md: the module {module} is not on the map"


def looks_like_path(word: str) -> bool:
    """A path of the tree: not absolute, not a build output, with a slash or a known ending."""
    if not re.fullmatch(r"[A-Za-z0-9_.][\w.*/+-]*", word) or word.startswith(("build/", "../", "./build")):
        return False
    return "/" in word or word.endswith((".md", ".txt", ".cmake"))


CHECKS = {"includes": check_includes, "spdx": check_spdx, "purity": check_purity, "sizes": check_sizes, "documents": check_documents}


def main() -> int:
    global root, module_map
    root = pathlib.Path(sys.argv[2])
    module_map = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else root
    found = list(CHECKS[sys.argv[1]]())
    print("\n".join(found) or "ok")
    return 1 if found else 0


sys.exit(main())

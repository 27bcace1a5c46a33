"""Parses a language: `parse.py <kotlin|swift> <file or folder>…`. Of Markdown, the blocks marked so."""

import importlib
import pathlib
import re
import sys

import tree_sitter

LANGUAGE, NAMES = sys.argv[1], sys.argv[2:]
GRAMMAR = importlib.import_module(f"tree_sitter_{LANGUAGE}")
PARSER = tree_sitter.Parser(tree_sitter.Language(GRAMMAR.language()))
SUFFIX = {"kotlin": "*.kt", "swift": "*.swift"}[LANGUAGE]
# uniffi writes it; Swift takes it, the grammar does not.
UNKNOWN = re.compile(r"@_documentation\(visibility: private\)|(?<== \{) \(\)(?= \})")
BLOCK = re.compile(rf"^```{LANGUAGE}\n(.*?)^```", re.MULTILINE | re.DOTALL)


def problems(text):
    """Places that are not of the language."""
    found = []
    nodes = [PARSER.parse(text.encode()).root_node]
    while nodes:
        node = nodes.pop()
        if node.is_error or node.is_missing:
            found.append((node.start_point[0] + 1, node.text.decode()[:60]))
        elif node.has_error:
            nodes.extend(node.children)
    return found


def sources(path):
    if path.suffix == ".md":
        for block in BLOCK.finditer(path.read_text()):
            yield path.read_text()[: block.start()].count("\n") + 1, block.group(1)
    else:
        yield 0, UNKNOWN.sub("", path.read_text())


def files(path):
    if path.is_dir():
        return sorted(file for file in path.rglob(SUFFIX) if ".build" not in file.parts)
    return [path]


def main():
    # What is of no language must be noticed.
    assert problems("fun func f( { }"), "the parser accepts anything"
    count, bad = 0, 0
    for path in (file for name in NAMES for file in files(pathlib.Path(name))):
        for offset, text in sources(path):
            count += 1
            for line, what in problems(text):
                bad += 1
                print(f"{path}:{offset + line}: {what!r}")
    print(f"{count} sources parsed, {bad} problems")
    return 1 if bad or not count else 0


sys.exit(main())

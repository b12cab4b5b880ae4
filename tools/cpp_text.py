"""C++ text for the checkers: comments and string literals told apart from code, lines kept.

Not a compiler: it knows comments, strings, raw strings and character literals, and that is enough
to ask what a file includes, how long its functions are, and which SQL it holds.
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent

_TOKEN = re.compile(
    r'(?P<line>//[^\n]*)|(?P<block>/\*.*?\*/)'
    r'|(?P<raw>\bR"(?P<mark>[^()\\\s]{0,16})\((?P<body>.*?)\)(?P=mark)")'
    r'|(?P<string>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<char>(?<![0-9A-Za-z_])'(?:[^'\\\n]|\\.)+')",
    re.S)


def code_and_literals(text):
    """(text with comments and the inside of literals blanked, [(offset, literal's text)])."""
    literals = []
    pieces = []
    at = 0
    for match in _TOKEN.finditer(text):
        pieces.append(text[at:match.start()])
        whole = match.group(0)
        if match.group("raw") is not None:
            literals.append((match.start(), match.group("body")))
        elif match.group("string") is not None:
            inside = whole[1:-1].replace("\\n", "\n").replace('\\"', '"')
            literals.append((match.start(), inside))
        blank = "".join(c if c == "\n" else " " for c in whole)
        quoted = match.group("raw") or match.group("string")
        pieces.append('"' + blank[1:-1] + '"' if quoted else blank)
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces), literals


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def files(root, *patterns):
    """Relative paths of the tree's own files, sorted."""
    found = set()
    for pattern in patterns:
        for path in root.glob(pattern):
            relative = path.relative_to(root)
            foreign = {"build", "data", "node_modules", ".git", "__pycache__"} & set(relative.parts)
            if path.is_file() and (not foreign or relative.parts[0] == "tests"):
                found.add(relative)
    return sorted(found)


def read(root, path):
    return (root / path).read_text(encoding="utf-8")


def report(name, findings):
    """Prints the findings and the line that ./test adds up; the exit code."""
    for finding in findings:
        print(f"{name}: {finding}")
    failed = 1 if findings else 0
    print(f"{1 - failed} passed, {failed} failed")
    return failed


def self_test(name, check, cases):
    """Each case: (what is planted, {path: text}, words that one finding must hold, or None)."""
    import tempfile
    failed = 0
    for title, planted, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in planted.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            findings = check(root)
        right = not findings if expected is None else any(expected in f for f in findings)
        if not right:
            failed += 1
            print(f"{name} --self-test: {title}: expected {expected!r}, found {findings}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0

"""The door to PyYAML: front matter to nodes.

Values are made from the parser's events, not by a constructor: no type is guessed (`no`, `007` and `12:30:45` stay
text), no tag is obeyed, no alias followed, and depth is bounded. One pass, linear in the text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from newsgen.errors import Problem
from newsgen.record.nodes import Mapping, Node, Scalar, Sequence
from newsgen.record.syntax import DEEP, MAX_DEPTH, syntax_problem

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it, else the one in Python (ten times slower)."""


def parse(text: str, file: str, line: int, loader: Any = LOADER) -> tuple[Mapping | None, list[Problem]]:
    """Read front matter.

    Args:
        text: what stands between the lines `---`, without U+FEFF and control characters.
        file: for messages.
        line: on which line of the file `text` starts.
        loader: the PyYAML loader whose parser is used.

    Returns:
        The root, None if it is no mapping or the YAML cannot be read; and all that is wrong.
    """
    tree = _Tree(text, file, line)
    try:
        parser = loader(text)
        take, next_event = tree.take, parser.get_event
        while (event := next_event()) is not None:
            if not take(event):
                return None, tree.problems
    except yaml.MarkedYAMLError as error:
        tree.problems.append(syntax_problem(error, text, file, line))
        return None, tree.problems
    root = tree.root
    if root is None or isinstance(root, Mapping):
        return root or Mapping(0, 0, line, 1, [], False), tree.problems
    if isinstance(root, Sequence) or root.style != "!":
        kind = "a list" if isinstance(root, Sequence) else "a text"
        tree.refuse(root, f"the front matter is {kind}", "write key: value, one a line", "front-matter")
    return None, tree.problems


class _Tree:
    """Nodes built from events."""

    def __init__(self, text: str, file: str, line: int) -> None:
        self.text, self.file, self.line = text, file, line
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.open: list[tuple[Sequence | Mapping, dict[str, Scalar], list[Scalar]]] = []
        """For each collection not yet closed: itself, its keys so far, and the key that waits for its value."""

    def take(self, event: Any) -> bool:
        """Add one event; False to stop."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            mark, end = event.start_mark, event.end_mark.index
            scalar = Scalar(
                mark.index, end, self.line + mark.line, mark.column + 1, event.value, event.style or ""
            )
            if event.anchor is not None or event.tag is not None:
                scalar = self.refuse_property(scalar)
            self.add(scalar)
        elif issubclass(kind, yaml.CollectionStartEvent):
            return self.begin(event)
        elif issubclass(kind, yaml.CollectionEndEvent):
            self.finish(event)
        elif kind is yaml.AliasEvent:
            scalar = Scalar(*self.span(event), "", "!")
            message = f'"{self.word(scalar)}" would repeat another value'
            self.refuse(scalar, message, "put the value in quotes", "yaml-alias")
            self.add(scalar)
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            scalar = Scalar(*self.span(event))
            self.refuse(scalar, "a second YAML document starts here", "keep one", "front-matter")
            return False
        return True

    def begin(self, event: Any) -> bool:
        """Open a list or mapping."""
        node: Sequence | Mapping
        kind = Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping
        node = kind(*self.span(event), [], bool(event.flow_style))
        if len(self.open) == MAX_DEPTH:
            self.refuse(node, *DEEP, "yaml-depth")
            return False
        refused = event.anchor is not None or event.tag is not None
        self.add(self.refuse_property(node) if refused else node)
        self.open.append((node, {}, []))
        return True

    def finish(self, event: Any) -> None:
        """Close a list or mapping; without brackets it ends where its last child does, not where the next key starts."""
        node = self.open.pop()[0]
        if node.flow:
            node.end = event.end_mark.index
        elif isinstance(node, Sequence):
            node.end = node.items[-1].end if node.items else node.start
        else:
            node.end = node.pairs[-1][1].end if node.pairs else node.start

    def add(self, node: Node) -> None:
        """Put a node where the last open collection wants it."""
        if not self.open:
            self.root = node if self.root is None else self.root
            return
        parent, keys, waiting = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif waiting:
            key = waiting.pop()
            if key.style != "!":
                parent.pairs.append((key, node))
        else:
            waiting.append(self.key(node, keys))

    def key(self, node: Node, keys: dict[str, Scalar]) -> Scalar:
        """Check a key; one that is refused is marked."""
        if not isinstance(node, Scalar):
            self.refuse(
                node, "a list or mapping stands where a key should", "put the text in quotes", "yaml-key"
            )
            return Scalar(node.start, node.end, node.line, node.column, "", "!")
        first = keys.setdefault(node.value, node)
        if first is not node and node.style != "!":
            message = f'"{node.value}" stands twice, here and at {first.line}:{first.column}'
            self.refuse(node, message, "keep one", "duplicate-key")
            node.style = "!"
        return node

    def refuse_property(self, node: Node) -> Scalar:
        """Refuse an anchor or tag; the node then stands for nothing."""
        word = self.word(node)
        kind = "a tag" if word.startswith("!") else "an anchor"
        self.refuse(node, f'"{word}" is {kind} of YAML', "put the value in quotes", "yaml-property")
        return Scalar(node.start, node.end, node.line, node.column, "", "!")

    def word(self, node: Node) -> str:
        """The first word of a node as written."""
        return re.split(r"[\s,\[\]{}]", self.text[node.start : node.start + 60], maxsplit=1)[0]

    def span(self, event: Any) -> tuple[int, int, int, int]:
        """Offsets, line and column of an event."""
        mark = event.start_mark
        return mark.index, event.end_mark.index, self.line + mark.line, mark.column + 1

    def refuse(self, node: Node, message: str, expected: str, code: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, node.line, node.column, message, expected, code))

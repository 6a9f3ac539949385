"""Read an SVG with a strict XML parser, keep what draws, and write it again as UTF-8.

A page shows a drawing as `<img>`, where no script runs and nothing is loaded. But the file has an address of its own, and
a reader may open it there. So only elements and attributes of one list stay; links and addresses that lead out go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from xml.parsers import expat

from newsgen.media.parsed import ParsedPicture, PictureError, broken_error, unsupported_format_error

_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
ELEMENTS = frozenset(
    """svg g defs symbol use switch a title desc path rect circle ellipse line polyline polygon text tspan textPath image
    marker pattern clipPath mask linearGradient radialGradient stop style animate animateMotion animateTransform mpath set
    filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence""".split()
)
"""Elements that stay. Source: SVG 2 appendix F; without scripts, foreign content, media and metadata."""
ATTRIBUTES = frozenset(
    """accumulate additive alignment-baseline amplitude attributeName azimuth baseFrequency baseline-shift begin bias by
    calcMode class clip clip-path clip-rule clipPathUnits color color-interpolation color-interpolation-filters cx cy d
    diffuseConstant direction display divisor dominant-baseline dur dx dy edgeMode elevation end exponent fill fill-opacity
    fill-rule filter filterUnits flood-color flood-opacity font font-family font-size font-size-adjust font-stretch
    font-style font-variant font-weight fr from fx fy gradientTransform gradientUnits height id image-rendering in in2
    intercept isolation k1 k2 k3 k4 kernelMatrix kernelUnitLength keyPoints keySplines keyTimes lang lengthAdjust
    letter-spacing lighting-color limitingConeAngle marker-end marker-mid marker-start markerHeight markerUnits markerWidth
    mask mask-type maskContentUnits maskUnits max media method min mix-blend-mode mode numOctaves offset opacity operator
    order orient orientation origin overflow paint-order path pathLength patternContentUnits patternTransform patternUnits
    pointer-events points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY
    repeatCount repeatDur requiredExtensions restart result role rotate rx ry scale seed shape-rendering side slope spacing
    specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style
    surfaceScale systemLanguage tableValues targetX targetY text-align text-anchor text-decoration text-rendering
    textLength to transform transform-box transform-origin type unicode-bidi values vector-effect version viewBox
    visibility width word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector z""".split()
)
"""Attributes that stay; `href`, `xml:lang`, `xml:space`, `aria-…` stay, too."""

_WITH_PIXELS = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*")
_IMPORT = re.compile(r"@import\b(?:\"[^\"]*+\"?|'[^']*+'?|\([^)]*+\)?|[^;\"'(])*+;?", re.IGNORECASE)
_URL = re.compile(r"url\(\s*+(?![\"']?\s*+(?:#|data:))[^)]*+\)?", re.IGNORECASE)
_LOADS = re.compile(r"\\|@import|(?:\bsrc|image(?:-set)?|cross-fade|element)\(", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(r"\s*+(\d++(?:\.\d*+)?|\.\d++)(px|pt|pc|mm|cm|in|)\s*+")
_REMEDY = "give its <svg> a viewBox, or width and height"


def sanitize_svg(data: bytes) -> ParsedPicture:
    """Read an SVG; its size is width and height, or that of its viewBox.

    Source: SVG 2 §8.2 (viewBox), §8.9; HTML §4.8.4.3.

    Raises:
        PictureError: it is no SVG, its XML is broken, it declares entities, holds a page, or states no size.
    """
    writer = _Writer()
    try:
        writer.parser.Parse(data.lstrip(), True)
    except expat.ExpatError as error:
        what = f"its XML, {expat.errors.messages[error.code]} at line {error.lineno}"
        raise broken_error(what) from error
    except (ValueError, LookupError) as error:
        raise broken_error(f"its encoding, {error}") from error
    if data.endswith(b"\n"):  # a plain drawing keeps its bytes
        writer.parts.append("\n")
    width, height = _find_size(writer.root)
    return ParsedPicture(round(width), round(height), "".join(writer.parts).encode("utf-8", "replace"))


class _Writer:
    """Writes the elements that stay."""

    def __init__(self) -> None:
        """Connect the parser; names come as 'namespace}name'."""
        self.parts: list[str] = []
        self.root: dict[str, str] = {}
        """Attributes of the first element."""
        self.names: list[str] = []
        """Open elements that stay."""
        self.dropped = 0
        """Open elements within one that does not stay, itself included."""
        self.style: list[str] = []
        """Text of an open <style>."""
        self.is_open = False
        """True while the last tag lacks its '>'."""
        self.parser = parser = expat.ParserCreate(None, "}")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.EntityDeclHandler = self._write_text, _refuse_entity

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        namespace, _, name = qualified.rpartition("}")
        is_first = not (self.names or self.dropped)
        if is_first and (name != "svg" or namespace not in ("", _SVG)):
            raise unsupported_format_error()
        if name == "foreignObject" and not self.dropped and "switch" not in self.names:
            raise PictureError("contains a page (foreignObject)", "save its texts as text or as paths")
        if self.dropped or name not in ELEMENTS or namespace not in ("", _SVG):
            self.dropped += 1
            return
        kept = dict(_clean_attributes(name, attributes))
        if is_first:
            self.root = kept
        self._close_tag()
        stated = {"xmlns": _SVG, **kept} if is_first else kept
        self.parts.append(f"<{name}" + "".join(f' {key}="{_escape(value)}"' for key, value in stated.items()))
        self.names.append(name)
        self.is_open = True

    def _end(self, _qualified: str) -> None:
        if self.dropped:
            self.dropped -= 1
            return
        name = self.names.pop()
        if name == "style" and (css := clean_css("".join(self.style))):
            self._close_tag()
            self.parts.append(escape(css, quote=False))
        self.style = []
        self.parts.append("/>" if self.is_open else f"</{name}>")
        self.is_open = False

    def _write_text(self, text: str) -> None:
        if self.dropped:
            return
        if self.names[-1] == "style":
            self.style.append(text)
            return
        self._close_tag()
        self.parts.append(escape(text, quote=False))

    def _close_tag(self) -> None:
        if self.is_open:
            self.parts.append(">")
            self.is_open = False


def _refuse_entity(*_args: object) -> None:
    raise PictureError("declares entities", "save it as a plain drawing")


def _escape(value: str) -> str:
    """Escape an attribute's value; line breaks and tabs stay what they are."""
    value = escape(value, quote=False).replace('"', "&quot;")
    return value.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def _clean_attributes(element: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element that stay, with `href` without a prefix."""
    for qualified, value in attributes.items():
        namespace, _, name = qualified.rpartition("}")
        if name == "href" and namespace in ("", _XLINK):
            has_pixels = element in ("image", "feImage") and _WITH_PIXELS.fullmatch(value)
            if value.startswith("#") or has_pixels:
                yield "href", value
        elif namespace == _XML and name in ("lang", "space"):
            yield f"xml:{name}", value
        elif namespace or not (name in ATTRIBUTES or name.startswith("aria-")):
            continue
        elif name != "attributeName" or value in ATTRIBUTES:
            yield name, clean_css(value)


def clean_css(css: str) -> str:
    """Remove from CSS, or from the value of an attribute, what loads from elsewhere; '' if that is not sure."""
    css = _URL.sub("none", _IMPORT.sub("", css))
    return "" if _LOADS.search(css) else css


def _find_size(root: dict[str, str]) -> tuple[float, float]:
    """Find width and height in pixels."""
    stated = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    sides = [float(side[1]) * _PIXELS[side[2]] for side in stated if side]
    if len(sides) < 2:
        try:
            _, _, *sides = (float(number) for number in re.findall(r"[-+.\deE]+", root.get("viewBox", "")))
        except ValueError:
            sides = []
    if len(sides) != 2:
        raise PictureError("states no size", _REMEDY)
    if not all(0.5 <= side < 1_000_000 for side in sides):
        raise PictureError("states no size that can be shown", _REMEDY)
    return sides[0], sides[1]

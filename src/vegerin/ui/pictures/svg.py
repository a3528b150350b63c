"""Small helpers to draw with: escaped text, widths, and a plane that runs with the script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

# Mean advance of both families at 1 px, measured on names and dates; wide enough to be safe.
ADVANCE = 0.56
ADVANCE_BOLD = 0.6


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is drawn."""
    return len(text) * size * (ADVANCE_BOLD if bold else ADVANCE)


def attributes(values: Mapping[str, object]) -> str:
    """XML attributes; `_` becomes `-`, None is left out."""
    return "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(_short(value))}"
        for name, value in values.items()
        if value is not None
    )


def _short(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def tag(name: str, body: str = "", /, **values: object) -> str:
    """One element."""
    return f"<{name}{attributes(values)}>{body}</{name}>" if body else f"<{name}{attributes(values)}/>"


def text(words: str, x: float, y: float, **values: object) -> str:
    """Words, escaped."""
    return tag("text", escape(words), x=x, y=y, **values)


def caption(words: str) -> str:
    """What a reader who does not see hears, and a mouse shows; escaped."""
    return tag("title", escape(words))


def picture(parts: Iterable[str], title: str, width: float, height: float, /, **values: object) -> str:
    """A whole drawing, in the ink of the page; the title is what a reader hears who does not see it."""
    return tag(
        "svg",
        caption(title) + "".join(parts),
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="img",
        aria_label=title,
        fill="var(--ink)",
        **values,
    )


@dataclass(frozen=True)
class Plane:
    """Where things go: time runs with the script, so right-to-left mirrors every x."""

    width: float
    rtl: bool = False

    def x(self, value: float) -> float:
        """Mirrored when the script runs to the left."""
        return self.width - value if self.rtl else value

    def line(self, x1: float, x2: float, y: float, **values: object) -> str:
        """A level stroke."""
        return tag("line", x1=self.x(x1), y1=y, x2=self.x(x2), y2=y, **values)

    def box(self, x1: float, x2: float, y: float, height: float, **values: object) -> str:
        """A rectangle from one x to another."""
        left = min(self.x(x1), self.x(x2))
        return tag("rect", x=left, y=y, width=abs(x2 - x1), height=height, **values)

"""A chart of dots with intervals, drawn without a browser: black and gray only, so that it prints as it is.

Drawn with Pillow and the font it carries, so that it looks the same on every machine.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 2700, 1050
"""Pixels; 9 by 3.5 inches at 300 dots an inch."""
LEFT, RIGHT, TOP, BOTTOM = 820, 60, 60, 150
INK, QUIET, RULE = "#1D2B30", "#5A6472", "#C9D1D6"
FONT, SMALL = 42, 36
MOST = 12
"""Rows that can be told apart at this size."""


@dataclass(frozen=True)
class DotRow:
    """One line of the chart. None: not reached within the axis; the interval then runs to its end."""

    name: str
    value: float | None
    low: float | None
    high: float | None


def dot_chart(rows: Sequence[DotRow], *, whole: float | None, axis: str, whole_words: str) -> bytes:
    """The chart as PNG, the rows from above, `whole` as a dashed line with its words. ValueError without rows."""
    from PIL import Image, ImageDraw

    if not rows:
        raise ValueError("a chart needs at least one row")
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    _Drawing(ImageDraw.Draw(image), tuple(rows[:MOST]), whole).draw(axis, whole_words)
    target = io.BytesIO()
    image.save(target, "PNG", dpi=(300, 300))
    return target.getvalue()


class _Drawing:
    def __init__(self, pen: ImageDraw, rows: tuple[DotRow, ...], whole: float | None) -> None:
        from PIL import ImageFont

        self.pen, self.rows, self.whole = pen, rows, whole
        self.font, self.small = ImageFont.load_default(FONT), ImageFont.load_default(SMALL)
        ends = [each for row in rows for each in (row.value, row.low, row.high) if each is not None]
        self.last = _round_up(max([*ends, whole or 0, 1]))

    def draw(self, axis: str, whole_words: str) -> None:
        self._axis(axis)
        if self.whole is not None:
            self._whole(self.whole, whole_words)
        step = (HEIGHT - TOP - BOTTOM) / len(self.rows)
        for place, row in enumerate(self.rows):
            self._row(row, TOP + step * (place + 0.5))

    def _x(self, days: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * min(days, self.last) / self.last

    def _axis(self, words: str) -> None:
        for tick in range(6):
            days = self.last * tick / 5
            x = self._x(days)
            self.pen.line((x, TOP, x, HEIGHT - BOTTOM), fill=RULE, width=3)
            self.pen.text((x, HEIGHT - BOTTOM + 14), f"{days:g}", fill=QUIET, font=self.small, anchor="ma")
        self.pen.text((LEFT, HEIGHT - 50), words, fill=QUIET, font=self.small, anchor="ls")

    def _whole(self, days: float, words: str) -> None:
        x = self._x(days)
        for y in range(TOP, HEIGHT - BOTTOM, 26):
            self.pen.line((x, y, x, min(y + 14, HEIGHT - BOTTOM)), fill=INK, width=4)
        self.pen.text((x + 12, 8), words, fill=INK, font=self.small, anchor="la")

    def _row(self, row: DotRow, y: float) -> None:
        self.pen.text((LEFT - 30, y), self._fitting(row.name), fill=INK, font=self.font, anchor="rm")
        low, high = self._x(row.low or 0.0), self._x(self.last if row.high is None else row.high)
        self.pen.line((low, y, high, y), fill=INK, width=7)
        for x in (low, *((high,) if row.high is not None else ())):
            self.pen.line((x, y - 14, x, y + 14), fill=INK, width=7)
        if row.value is not None:
            x = self._x(row.value)
            self.pen.ellipse((x - 17, y - 17, x + 17, y + 17), fill=INK)

    def _fitting(self, name: str) -> str:
        """The name, cut with dots where it is wider than its place."""
        if self.font.getlength(name) <= LEFT - 60:
            return name
        while name and self.font.getlength(name + "...") > LEFT - 60:
            name = name[:-1]
        return name.rstrip() + "..."


def _round_up(days: float) -> float:
    """The next number that five ticks divide into whole steps of 2, 5 or 10 days, times ten as often as needed."""
    scale = 1.0
    while True:
        for step in (1, 2, 5):
            if days <= 5 * step * scale:
                return 5 * step * scale
        scale *= 10

"""The published evidence board, as data: how many claims of each outcome category point where.

The figures are those the site showed at 11,633 claims. The four directions of a row need not add up to
its total: the rest are claims without a direction, which count in the total only. ``Industry`` is no
outcome category of the site's own list; its one claim is printed under *null*, with a question mark.
"""

from __future__ import annotations

from typing import NamedTuple

DIRECTIONS = ("positive", "negative", "mixed", "null")


class Row(NamedTuple):
    """One line of the board: claims by direction, and all claims of the category."""

    positive: int
    negative: int
    mixed: int
    null: int
    total: int

    @property
    def not_stated(self) -> int:
        """Claims without a direction."""
        return self.total - sum(self[:4])


#: Label of the outcome category -> its line.
BOARD: dict[str, Row] = {
    "Other": Row(609, 159, 77, 736, 1615),
    "Governance & Regulation": Row(664, 329, 160, 99, 1273),
    "Organizational Efficiency": Row(624, 143, 105, 70, 949),
    "Technology Adoption Rate": Row(502, 176, 98, 78, 861),
    "Research Productivity": Row(348, 109, 48, 322, 836),
    "Output Quality": Row(391, 120, 44, 40, 595),
    "Firm Productivity": Row(385, 46, 85, 17, 539),
    "Decision Quality": Row(275, 143, 62, 34, 521),
    "AI Safety & Ethics": Row(183, 241, 59, 30, 517),
    "Market Structure": Row(152, 154, 109, 20, 440),
    "Task Allocation": Row(158, 50, 56, 26, 295),
    "Innovation Output": Row(178, 23, 38, 17, 257),
    "Skill Acquisition": Row(137, 52, 50, 13, 252),
    "Fiscal & Macroeconomic": Row(120, 64, 38, 23, 252),
    "Employment Level": Row(93, 46, 96, 12, 249),
    "Firm Revenue": Row(130, 43, 26, 3, 202),
    "Consumer Welfare": Row(99, 51, 40, 11, 201),
    "Inequality Measures": Row(36, 105, 40, 6, 187),
    "Task Completion Time": Row(134, 18, 6, 5, 163),
    "Worker Satisfaction": Row(79, 54, 16, 11, 160),
    "Error Rate": Row(64, 78, 8, 1, 151),
    "Regulatory Compliance": Row(69, 64, 14, 3, 150),
    "Training Effectiveness": Row(81, 15, 13, 18, 129),
    "Wages & Compensation": Row(70, 25, 22, 6, 123),
    "Team Performance": Row(74, 16, 21, 9, 121),
    "Automation Exposure": Row(41, 48, 19, 9, 120),
    "Job Displacement": Row(11, 71, 16, 1, 99),
    "Developer Productivity": Row(71, 14, 9, 3, 98),
    "Hiring & Recruitment": Row(49, 7, 8, 3, 67),
    "Social Protection": Row(26, 14, 8, 2, 50),
    "Creative Output": Row(26, 14, 6, 2, 49),
    "Skill Obsolescence": Row(5, 37, 5, 1, 48),
    "Labor Share of Income": Row(12, 13, 12, 0, 37),
    "Worker Turnover": Row(11, 12, 0, 3, 26),
    "Industry": Row(0, 0, 0, 1, 1),
}

#: Claims on the board.
TOTAL = 11_633

#: Label of the theme -> claims of its papers; a paper has several themes, so they exceed the total.
THEMES: dict[str, int] = {
    "Adoption": 7395,
    "Productivity": 6507,
    "Governance": 5877,
    "Human-AI Collaboration": 5157,
    "Innovation": 3492,
    "Org Design": 3470,
    "Labor Markets": 3224,
    "Skills & Training": 2608,
    "Inequality": 1835,
}


def cells() -> dict[tuple[str, str | None], int]:
    """Category and direction (None where not stated) -> claims; every claim of the board once."""
    return {
        (category, direction): count
        for category, row in BOARD.items()
        for direction, count in zip((*DIRECTIONS, None), (*row[:4], row.not_stated), strict=True)
        if count
    }

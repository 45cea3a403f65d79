"""One line of the report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A budget: what was measured, what is allowed, and in which unit."""

    name: str
    measured: float
    budget: float
    unit: str = ""
    at_least: bool = False

    @property
    def ok(self) -> bool:
        return self.measured >= self.budget if self.at_least else self.measured <= self.budget

    def __str__(self) -> str:
        return f"{self.name}\t{self.measured:.3g}{self.unit}\t{self.budget:g}{self.unit}\t{'ok' if self.ok else 'MISS'}"


@dataclass(frozen=True)
class Yardstick:
    """A figure without a budget, to compare with."""

    name: str
    measured: float
    unit: str = ""
    ok: bool = True

    def __str__(self) -> str:
        return f"{self.name}\t{self.measured:.3g}{self.unit}\t-\tok"

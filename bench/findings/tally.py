"""How many of how many, and what was missed where."""

from dataclasses import dataclass, field

from findings.gold import Mark


@dataclass(slots=True, kw_only=True)
class Tally:
    """right of `of`; misses: what was missed, and the words that tell of it (None: in no one place)."""

    name: str
    right: int = 0
    of: int = 0
    misses: list[tuple[str, Mark | None]] = field(default_factory=list)

    def count(self, right: bool, what: str, mark: Mark | None) -> None:
        """Take one more case."""
        self.of += 1
        self.right += right
        if not right:
            self.misses.append((what, mark))

    @property
    def share(self) -> float:
        """0..1; 0 where there was nothing to get right or wrong."""
        return self.right / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.right} of {self.of}" + (f" ({self.share:.2f})" if self.of else "")

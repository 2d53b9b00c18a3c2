"""What the user can put right, said in one line; every other exception is a failure with its traceback."""

from __future__ import annotations

from typing import Optional


OTHER_TORCH = "install a torch that traces are known to work with, 2.6 to 2.14, or measure the training"
"""What to do where a trace with this torch could not be trusted. Tests were seen to pass on 2.6.0, 2.9.1, 2.13.0 and 2.14.1."""


class Failure(Exception):
    """`reason` is one of NOT_MEASURED_REASONS in src/probe/reasons.ts; `advice` is what to do about it, where that can be said."""

    def __init__(self, reason: str, detail: str, advice: Optional[str] = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.advice = advice

    def content(self) -> dict[str, str]:
        """As `failure` in src/probe/protocol.ts."""
        advice = {} if self.advice is None else {"advice": self.advice}
        return {"reason": self.reason, "detail": self.detail, **advice}

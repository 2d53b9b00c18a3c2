"""What the user can put right, said in one line; every other exception is a failure with its traceback."""

from __future__ import annotations


class Failure(Exception):
    """`reason` is one of NOT_MEASURED_REASONS in src/measure/measurement.ts."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

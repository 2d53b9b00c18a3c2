"""Why there is no trace: what was raised, by which operator, at which line of whose code, in which module."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Optional

from ..failure import Failure
from .guesses import line_of


@contextlib.contextmanager
def explained(model: Callable[[], Any]) -> Iterator[None]:
    """What is raised within becomes a Failure that says where. `model` gives None until there is one.

    :raises Failure:
    """
    try:
        yield
    except Failure:
        raise
    except SystemExit as error:
        what = f"The training's own code ended it with exit code {error.code} at {_where(error, model())}"
        raise Failure("failed", what, "leave that out of what makes and runs the model") from error
    except Exception as error:
        raise failure_of(error, model()) from error


def failure_of(error: BaseException, model: Any) -> Failure:
    """`model` is the one that ran, None where there is none."""
    from torch._subclasses import fake_tensor

    if isinstance(error, Failure):
        return error
    where = _where(error, model)
    if isinstance(error, fake_tensor.UnsupportedOperatorException):
        what = f"Cannot trace {error.func} at {where}: it has no fake kernel"
        return Failure("failed", what, "give it one with torch.library.register_fake, or measure the training")
    if isinstance(error, (fake_tensor.DataDependentOutputException, fake_tensor.DynamicOutputShapeException)):
        what = f"Cannot trace {error.func} at {where}: its result depends on values, which fake tensors have not"
        return Failure("failed", what, "take sizes from shapes instead, or measure the training")
    if isinstance(error, ModuleNotFoundError):
        advice = f"install it for {sys.executable}, or name the Python that has it (--python; the action's input python)"
        return Failure("failed", f"{type(error).__name__}: {error} (at {where})"[:4000], advice)
    advice = "put that line right; if it needs real values, or memory that it reads by itself, measure the training"
    return Failure("failed", f"{type(error).__name__}: {error} (at {where})"[:4000], advice)


def refuse_wrappers(model: Any) -> None:
    """What makes the model has no process group: the probe wraps it, as the config says.

    :raises Failure: where the model is, or has, a wrapper for several processes or cards
    """
    from torch import nn

    for module in model.modules():
        if isinstance(module, (nn.DataParallel, nn.parallel.DistributedDataParallel)):
            what = f"Cannot trace {type(module).__name__}: it is made where there are no processes yet"
            raise Failure("failed", what, "name what makes the model itself, and say distributed: {strategy: ddp, processes: 2}")


def _where(error: BaseException, model: Any) -> str:
    module = _module(error.__traceback__, model)
    return line_of(error.__traceback__) + (f" in {module}" if module else "")


def _module(raised: Optional[TracebackType], model: Any) -> str:
    """The innermost module of `model` that ran, `blocks.1 (Block)`; empty in backward, and before there is a model."""
    names = {id(module): name for name, module in model.named_modules()} if model is not None else {}
    found = ""
    while raised is not None:
        ran = raised.tb_frame.f_locals.get("self")
        if id(ran) in names:
            found = f"{names[id(ran)]} ({type(ran).__name__})".lstrip()
        raised = raised.tb_next
    return found

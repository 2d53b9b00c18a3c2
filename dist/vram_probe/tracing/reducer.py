"""What DDP's reducer holds, by its own rule: c10d's needs a card, and results of its collectives.

Gradients are gathered in buckets. Before the first backward pass all are in one; then they are put into buckets anew, in the
order in which they came, the first of 1 MiB and the others of `bucket_cap_mb`. A gradient is copied into its bucket as soon
as it is there; a full bucket is reduced, all in turn. When backward is over each gradient is copied out again, or it has
been a view of its bucket since it was copied in (`gradient_as_bucket_view`). With `find_unused_parameters` buckets stay what they
are; of a `static_graph` the first backward pass only tells which parameters have gradients, and how often.

Source: torch/csrc/distributed/c10d/reducer.cpp.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Optional

import torch
import torch.distributed as dist


@dataclasses.dataclass
class _Bucket:
    contents: Any
    variables: Sequence[int]
    """Numbers of its parameters, in the order of `views`."""
    views: Sequence[Any]
    pending: int = 0
    """Gradients that are not there yet."""


class Reducer:
    """In the place of `torch.distributed.Reducer`, with what DistributedDataParallel asks of it in a plain training."""

    def __init__(
        self,
        parameters: Sequence[Any],
        bucket_indices: Sequence[Sequence[int]],
        bucket_size_limits: Sequence[int],
        process_group: Any,
        expect_sparse_gradients: Sequence[bool],
        bucket_bytes_cap: int,
        find_unused_parameters: bool,
        gradient_as_bucket_view: bool,
        names: Any,
        first_bucket_bytes_cap: int,
        *newer: Any,
    ) -> None:
        self._parameters = list(parameters)
        self._group = process_group
        self._limits = [first_bucket_bytes_cap, bucket_bytes_cap]
        self._as_view = gradient_as_bucket_view
        self._find_unused, self._static = find_unused_parameters, False
        self._arrived: Optional[list[int]] = None if find_unused_parameters else []
        """Numbers of parameters in the order of their gradients; None where buckets are, or stay, what they are."""
        self._unused: Sequence[int] = ()
        self._runs = [0] * len(self._parameters)
        """How often each parameter has a gradient in a backward pass of a static graph."""
        self._reducing = self._marked = False
        self._forward_passes = 0
        self._next = 0
        """The first bucket that is not being reduced yet."""
        self._allocate(bucket_indices)
        self._hooks = []
        for index, parameter in enumerate(self._parameters):
            node = torch.autograd.graph.get_gradient_edge(parameter).node
            self._hooks.append((node, node.register_hook(self._hook(index))))
        self._used = self._one_for_each() if find_unused_parameters else None

    def set_logger(self, logger: Any) -> None: ...

    def _set_static_graph(self) -> None:
        self._static, self._arrived, self._used = True, [], self._one_for_each()

    def _one_for_each(self) -> Any:
        """Of each parameter, whether any process has used it."""
        return torch.empty(len(self._parameters), dtype=torch.int32, device=self._parameters[0].device)

    def prepare_for_forward(self) -> None:
        self._forward_passes += 1

    def prepare_for_backward(self, outputs: Sequence[Any]) -> None:
        self._reducing, self._marked, self._next = True, False, 0
        self._runs_left = list(self._runs)
        for bucket in self._buckets:
            bucket.pending = len(bucket.variables)
        if self._find_unused and not self._static:
            self._unused = self._unreached(outputs)

    def _unreached(self, outputs: Sequence[Any]) -> list[int]:
        """Numbers of the parameters that no output depends on."""
        nodes = [output.grad_fn for output in outputs if output.grad_fn is not None]
        seen = set()
        while nodes:
            following = {node for node, _ in nodes.pop().next_functions if node is not None} - seen
            seen |= following
            nodes.extend(following)
        return [index for index, (node, _) in enumerate(self._hooks) if node not in seen]

    def _rebuild_buckets(self) -> bool:
        """Before the first forward pass whose predecessor has reduced; the order is the first process's."""
        if not self._arrived:
            return False
        tensors = [self._parameters[index] for index in self._arrived]
        indices, _ = dist._compute_bucket_assignment_by_size(tensors, self._limits, [False] * len(tensors), self._arrived)
        self._arrived = None
        self._send(indices)
        self._allocate(indices)
        return True

    def _send(self, indices: Sequence[Sequence[int]]) -> None:
        device = self._parameters[0].device
        order = torch.empty(sum(map(len, indices)) + 1, dtype=torch.int32, device=device)
        self._group.broadcast([order]).wait()
        sizes = torch.empty(len(indices), dtype=torch.int32, device=device)
        self._group.broadcast([sizes]).wait()
        del sizes, order

    def _allocate(self, indices: Sequence[Sequence[int]]) -> None:
        """The buckets before are gone first, but for gradients that are views of them."""
        self._buckets: list[_Bucket] = []
        self._places: dict[int, tuple[_Bucket, int]] = {}
        for variables in indices:
            parameters = [self._parameters[index] for index in variables]
            length = sum(parameter.numel() for parameter in parameters)
            contents = torch.empty(length, dtype=parameters[0].dtype, device=parameters[0].device)
            views, offset = [], 0
            for parameter in parameters:
                views.append(_view(contents, parameter, offset))
                offset += parameter.numel()
                if self._as_view and parameter.grad is not None:
                    parameter.grad = views[-1].copy_(parameter.grad)
            self._buckets.append(_Bucket(contents, variables, views))
            self._places.update({index: (self._buckets[-1], place) for place, index in enumerate(variables)})

    def _hook(self, index: int) -> Any:
        return lambda inputs, outputs: self._ready(index) if self._reducing else None

    def _ready(self, index: int) -> None:
        """Of the parameter `index` a gradient is there."""
        if self._static and self._forward_passes == 1:
            self._runs[index] += 1
            return
        if not self._marked:
            self._marked = True
            for unused in self._unused:
                self._mark(unused)
        self._runs_left[index] -= 1
        if self._static and self._runs_left[index] > 0:
            return
        if self._arrived is not None:
            self._arrived.append(index)
        self._mark(index)

    def _mark(self, index: int) -> None:
        self._put(index)
        self._places[index][0].pending -= 1
        while self._next < len(self._buckets) and self._buckets[self._next].pending == 0:
            self._reduce(self._buckets[self._next])
            self._next += 1
            if self._next == len(self._buckets):
                if self._find_unused and not self._static:
                    self._group.allreduce([self._used])
                torch.autograd.Variable._execution_engine.queue_callback(self._finish)

    def _put(self, index: int) -> None:
        """The gradient into its bucket; one that is not there is zero."""
        bucket, place = self._places[index]
        parameter, view = self._parameters[index], bucket.views[place]
        with torch.no_grad():
            if parameter.grad is None:
                view.zero_()
                return
            if self._as_view and _is_view(parameter.grad, view):
                view.div_(self._group.size())
            else:
                torch.mul(parameter.grad, 1 / self._group.size(), out=view)
        if self._as_view:
            parameter.grad = view

    def _reduce(self, bucket: _Bucket) -> None:
        self._group.allreduce([bucket.contents])

    def _delay_all_reduce(self) -> None:
        """After the first backward pass of a static graph: all at once, when it is known what has no gradient."""
        self._group.allreduce([self._used])
        self._unused = [index for index, runs in enumerate(self._runs) if runs == 0]
        for index in range(len(self._parameters)):
            self._put(index)
        for bucket in self._buckets:
            self._reduce(bucket)
        self._finalize()

    def _finish(self) -> None:
        if self._static and self._arrived is not None:
            self._arrived.extend(self._unused)
        self._finalize()

    def _finalize(self) -> None:
        self._reducing = False
        if self._as_view:
            return
        with torch.no_grad():
            for index, (bucket, place) in self._places.items():
                if self._parameters[index].grad is not None:
                    self._parameters[index].grad.copy_(bucket.views[place])


class Logger:
    """In the place of `torch.distributed.Logger`: times that nobody reads."""

    def __init__(self, reducer: Reducer) -> None: ...

    def _set_static_graph(self) -> None: ...

    def set_construction_data_and_log(self, *data: Any) -> None: ...

    def set_runtime_stats_and_log(self) -> None: ...


def _view(contents: Any, parameter: Any, offset: int) -> Any:
    """The gradient in its bucket, with the layout that AccumulateGrad gives it."""
    if torch.ops.aten.is_non_overlapping_and_dense.default(parameter):
        return contents.as_strided(parameter.shape, parameter.stride(), offset)
    return contents.narrow(0, offset, parameter.numel()).view(parameter.shape)


def _is_view(gradient: Any, view: Any) -> bool:
    return gradient.untyped_storage()._cdata == view.untyped_storage()._cdata

"""The probe inside a program that knows nothing of it: what it counts, what it is told, and that it goes out again."""

import gc
import importlib
import importlib.util
import os
import sys
import tempfile
import unittest
import weakref

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../src/probe"))
sys.path.insert(0, os.path.dirname(__file__))

from test_probe import HAS_TORCH  # noqa: E402
from vram_probe.attached.importing import after_import  # noqa: E402
from vram_probe.attached.stability import MOST_STEPS, STABLE_STEPS, reason_to_stop  # noqa: E402
from vram_probe.attached.steps import MOST_REPEATS, StepCounter  # noqa: E402


class StepsTest(unittest.TestCase):
    def completed_after(self, *optimizers):
        counter = StepCounter()
        completed = []
        for optimizer in optimizers:
            counter.stepped(ord(optimizer))
            completed.append(counter.completed)
        return completed, counter.begun_with

    def test_one_optimizer_completes_a_step_each_time(self):
        self.assertEqual(self.completed_after(*"AAA"), ([1, 2, 3], 1))

    def test_two_that_take_turns_complete_one_together(self):
        # in the first step the first of them was taken for all
        self.assertEqual(self.completed_after(*"ABABAB"), ([1, 1, 1, 2, 2, 3], 1))

    def test_five_steps_of_a_critic_for_one_are_one(self):
        completed, begun_with = self.completed_after(*"CCCCCGCCCCCGCCCCCG")
        self.assertEqual(completed[5:], [5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7])
        self.assertEqual(begun_with, 5)  # those before it had no generator

    def test_one_that_comes_within_a_step_belongs_to_it(self):
        completed, begun_with = self.completed_after(*"ABACBACB")
        self.assertEqual(completed, [1, 1, 1, 1, 2, 2, 2, 3])
        self.assertEqual(begun_with, 2)

    def test_one_that_does_not_step_any_more_is_over(self):
        completed, _ = self.completed_after(*"AB", *"A" * (MOST_REPEATS + 3))
        self.assertEqual(completed[-4:], [1, 2, 3, 4])

    def test_one_that_was_over_and_comes_again_begins_nothing_anew(self):
        _, begun_with = self.completed_after(*"AB", *"A" * (MOST_REPEATS + 3), *"BABA")
        self.assertEqual(begun_with, 1)

    def test_what_completes_or_adds_to_a_completed_step_is_told(self):
        counter = StepCounter()
        self.assertEqual([counter.stepped(number) for number in (1, 2, 1, 2, 2, 1)], [True, True, False, True, False, True])


class StabilityTest(unittest.TestCase):
    def test_is_over_when_so_many_steps_gave_no_new_peak(self):
        for peaks, expected in (
            ([], None),
            ([100] * STABLE_STEPS, None),
            ([100] * (STABLE_STEPS + 1), "stable"),
            ([100, 200] + [200] * (STABLE_STEPS - 1), None),
            ([100, 200] + [200] * STABLE_STEPS, "stable"),
            ([100_000] + [100_099] * STABLE_STEPS, "stable"),  # a thousandth is no new peak
            ([100_000] + [100_101] * STABLE_STEPS, None),
            ([300, 100, 100, 100, 100, 299], "stable"),
            (list(range(1000, 1000 + 2 * MOST_STEPS, 2))[: MOST_STEPS - 1], None),
            (list(range(1000, 1000 + 2 * MOST_STEPS, 2)), "steps"),
        ):
            self.assertEqual(reason_to_stop(peaks, None), expected, peaks)

    def test_as_many_steps_as_were_asked_for_are_enough_and_needed(self):
        self.assertIsNone(reason_to_stop([100] * 9, 10))
        self.assertEqual(reason_to_stop([100] * 10, 10), "steps")


class ImportingTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        sys.path.insert(0, self.folder)
        self.before = list(sys.meta_path)
        self.told = []

    def tearDown(self):
        sys.path.remove(self.folder)
        sys.meta_path[:] = self.before

    def module(self, name, text=""):
        with open(os.path.join(self.folder, f"{name}.py"), "w", encoding="utf-8") as file:
            file.write(text)
        importlib.invalidate_caches()
        after_import(name, lambda: self.told.append(getattr(sys.modules[name], "value", None)))

    def test_calls_once_when_the_module_is_whole_and_leaves_nothing(self):
        self.module("waited_for", "value = 1")
        self.assertEqual(self.told, [])
        module = importlib.import_module("waited_for")
        importlib.import_module("waited_for")
        self.assertEqual(self.told, [1])
        self.assertEqual(sys.meta_path, self.before)
        self.assertEqual(type(module.__loader__).__name__, "SourceFileLoader")
        self.assertIs(module.__spec__.loader, module.__loader__)

    def test_calls_at_once_for_what_is_there(self):
        after_import("os", lambda: self.told.append("there"))
        self.assertEqual(self.told, ["there"])

    def test_a_question_whether_it_could_be_imported_changes_nothing(self):
        # as transformers and accelerate ask before they import torch
        self.module("asked_for", "value = 2")
        spec = importlib.util.find_spec("asked_for")
        self.assertTrue(spec.origin.endswith("asked_for.py"))
        self.assertEqual(spec.loader.get_source("asked_for"), "value = 2")
        self.assertEqual(self.told, [])
        importlib.import_module("asked_for")
        self.assertEqual(self.told, [2])

    def test_an_import_that_fails_can_be_tried_again(self):
        self.module("failing", "import sys\nif not hasattr(sys, 'works'): raise ValueError\nvalue = 3")
        with self.assertRaises(ValueError):
            importlib.import_module("failing")
        self.assertEqual(self.told, [])
        sys.works = True
        importlib.import_module("failing")
        del sys.works
        self.assertEqual(self.told, [3])

    def test_what_is_not_installed_is_not_there(self):
        after_import("nowhere_at_all", lambda: self.told.append("there"))
        self.assertIsNone(importlib.util.find_spec("nowhere_at_all"))
        with self.assertRaises(ModuleNotFoundError):
            importlib.import_module("nowhere_at_all")
        self.assertEqual(self.told, [])


class Told:
    """A Watcher that writes down what it is told."""

    def __init__(self):
        self.events = []

    def before_forward(self, module, args, kwargs):
        self.events.append(f"forward {type(module).__name__}")

    def before_step(self, optimizer):
        self.events.append(f"step {type(optimizer).__name__}")

    def after_step(self, optimizer):
        self.events.append("stepped")

    def __getattr__(self, name):
        return lambda: self.events.append(name)


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class HooksTest(unittest.TestCase):
    def setUp(self):
        from vram_probe.attached.hooks import Hooks

        self.told = Told()
        self.hooks = Hooks(self.told)

    def events(self, training):
        with self.hooks:
            training()
        return self.told.events

    def test_tells_of_the_outermost_module_of_backward_and_of_the_step(self):
        import torch

        model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())
        optimizer = torch.optim.SGD(model.parameters())

        def training():
            model(torch.ones(1, 2)).sum().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()

        self.assertEqual(self.events(training), [
            "forward Sequential", "before_backward", "after_backward", "before_preparing", "after_preparing", "step SGD", "stepped",
        ])  # fmt: skip

    def test_a_scaler_prepares_around_the_step(self):
        import torch

        model = torch.nn.Linear(2, 2)
        optimizer = torch.optim.SGD(model.parameters())
        scaler = torch.amp.GradScaler("cpu")

        def training():
            scaler.scale(model(torch.ones(1, 2)).sum()).backward()
            scaler.step(optimizer)
            scaler.update()
            scaler.scale(model(torch.full((1, 2), float("inf"))).sum()).backward()
            scaler.step(optimizer)

        around = ["forward Linear", "before_backward", "after_backward", "before_preparing"]
        # gradients that are not finite are left alone
        self.assertEqual(self.events(training), [*around, "step SGD", "stepped", "after_preparing", *around, "after_preparing"])

    def test_a_reentrant_checkpoint_is_one_backward(self):
        import torch
        from torch.utils.checkpoint import checkpoint

        model = torch.nn.Linear(2, 2)

        def training():
            checkpoint(model, torch.ones(1, 2, requires_grad=True), use_reentrant=True).sum().backward()

        told = self.events(training)
        self.assertEqual(told.count("before_backward"), 1)
        self.assertEqual(told[-1], "after_backward")

    def test_errors_of_the_program_pass_through_and_leave_nothing_behind(self):
        import torch

        class Broken(torch.nn.Module):
            def forward(self, x):
                raise KeyError("broken")

        def training():
            for _ in range(2):
                with self.assertRaises(KeyError):
                    Broken()(torch.ones(1))

        self.assertEqual(self.events(training), ["forward Broken"] * 2)

    def test_goes_out_as_it_came_in(self):
        import torch
        from torch.optim import optimizer

        def state():
            names = (torch.nn.utils, "clip_grad_norm_"), (torch.nn.utils.clip_grad, "clip_grad_norm_")
            scaler = torch.amp.GradScaler
            kept = [torch.nn.Module.__call__, torch.autograd.backward, scaler.step, scaler.unscale_]
            counts = [len(optimizer._global_optimizer_pre_hooks), len(optimizer._global_optimizer_post_hooks)]
            return [*kept, *(getattr(owner, name) for owner, name in names), *counts]

        before = state()
        with self.hooks:
            self.assertNotEqual(state(), before)
        self.assertEqual(state(), before)


class GuardTest(unittest.TestCase):
    def setUp(self):
        from vram_probe.attached.guard import Guard

        self.said = []
        self.guard = Guard(self.said.append)

    def test_the_first_error_is_said_and_nothing_is_called_after_it(self):
        calls = []
        note, fail = self.guard.around(calls.append), self.guard.around(lambda: {}["missing"])
        note(1)
        self.assertIsNone(fail())
        self.assertIsNone(fail())
        note(2)
        self.assertEqual([type(error) for error in self.said], [KeyError])
        self.assertEqual(calls, [1])

    def test_what_is_meant_for_the_program_passes_and_is_no_failure(self):
        def refuse():
            raise MemoryError

        refused = self.guard.around(refuse, meant=(MemoryError,))
        for _ in range(2):
            with self.assertRaises(MemoryError):
                refused()
        self.assertEqual(self.said, [])

    def test_what_ends_the_program_passes(self):
        with self.assertRaises(SystemExit):
            self.guard.around(sys.exit)()

    def test_a_watcher_that_fails_leaves_the_training_as_it_is(self):
        if not HAS_TORCH:
            self.skipTest("torch is not installed")
        import torch
        from vram_probe.attached.guard import GuardedWatcher
        from vram_probe.attached.hooks import WATCHED, Hooks

        for name in WATCHED:
            self.setUp()
            told = Told()
            setattr(told, name, lambda *given, told=told: told.events.append("last") or {}["missing"])
            model = torch.nn.Linear(2, 2)
            optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
            before = model.bias.detach().clone()
            with Hooks(GuardedWatcher(told, self.guard)):
                model(torch.ones(1, 2)).sum().backward()
                torch.nn.utils.clip_grad_value_(model.parameters(), 0.5)
                optimizer.step()
            self.assertTrue(torch.equal(model.bias, before - 0.5), name)
            self.assertEqual((told.events[-1], len(self.said)), ("last", 1), name)


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class FoundTest(unittest.TestCase):
    def setUp(self):
        import torch
        from vram_probe.attached.found import Found

        self.found = Found()
        self.model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(3), torch.nn.Linear(3, 2, bias=False))
        self.optimizer = torch.optim.Adam(self.model.parameters())

    def train(self):
        import torch

        self.found.model(self.model)
        self.model(torch.randn(5, 4)).sum().backward()
        self.found.optimizer(self.optimizer)
        self.optimizer.step()

    def test_bytes_are_those_of_the_formula(self):
        self.train()
        parameters = 4 * (4 * 3 + 3 + 3 + 3 + 3 * 2)
        buffers = 4 * (3 + 3) + 8  # means and variances in float32, and a count in int64
        nominal = {"parameters": parameters, "buffers": buffers, "gradients": parameters, "optimizer": 2 * parameters, "batch": 0}
        self.assertEqual(self.found.nominal_bytes(), nominal)

    def test_gradients_are_counted_where_they_are_let_go_of_before_the_end(self):
        self.train()
        self.optimizer.zero_grad()
        self.assertEqual(self.found.nominal_bytes()["gradients"], self.found.nominal_bytes()["parameters"])

    def test_a_frozen_model_has_parameters_and_none_that_are_trained(self):
        import torch

        teacher = torch.nn.Linear(10, 10)
        self.train()
        self.found.model(teacher)
        counts = self.found.counts()
        self.assertEqual(counts["parameters"] - counts["trainable_parameters"], 110)
        self.assertFalse(self.found.trains(teacher))
        self.assertTrue(self.found.trains(self.model))

    def test_parameters_that_an_optimizer_is_given_later_are_found(self):
        import torch

        self.train()
        self.assertEqual(len(list(self.found.parameters())), 5)
        self.optimizer.add_param_group({"params": [torch.nn.Parameter(torch.ones(7))]})
        self.assertEqual(len(list(self.found.parameters())), 6)

    def test_a_part_of_another_model_is_no_model_and_counts_once(self):
        self.found.model(self.model[0])
        self.train()
        self.assertEqual(self.found.models(), [self.model])
        self.assertEqual(len(list(self.found.parameters())), 5)

    def test_modules_that_have_no_hash_are_found_too(self):
        import torch

        class Equal(torch.nn.Linear):
            __hash__ = None

        model = Equal(2, 2)
        self.assertTrue(self.found.model(model))
        self.assertFalse(self.found.model(model))

    def test_the_batch_is_what_comes_from_no_other_model(self):
        import torch

        inputs, targets = torch.ones(5, 4), torch.ones(5, dtype=torch.int64)
        output = self.model(inputs)
        self.found.inputs(self.model, ((inputs,), {}), first_of_step=True, evaluating=False)
        self.found.inputs(torch.nn.CrossEntropyLoss(), ((output, targets), {}), first_of_step=False, evaluating=False)
        self.assertEqual(self.found.nominal_bytes()["batch"], 5 * 4 * 4 + 5 * 8)
        self.found.end_step(measured=True)
        self.assertEqual(self.found.batch_shapes(), [{"tensors": ["float32[5, 4]"], "steps": 1}])

    def test_shapes_are_counted_by_measured_steps_and_not_in_evaluations(self):
        import torch

        for rows, measured, evaluating in ((9, False, False), (5, True, False), (7, True, True), (5, True, False), (6, True, False)):
            self.found.inputs(self.model, ((torch.ones(rows, 4),), {}), first_of_step=True, evaluating=evaluating)
            self.found.end_step(measured)
        expected = [{"tensors": ["float32[5, 4]"], "steps": 2}, {"tensors": ["float32[6, 4]"], "steps": 1}]
        self.assertEqual(self.found.batch_shapes(), expected)

    def test_holds_nothing_alive(self):
        import torch

        self.train()
        inputs = torch.ones(5, 4)
        self.found.inputs(self.model, ((inputs,), {}), first_of_step=True, evaluating=False)
        refs = [weakref.ref(thing) for thing in (self.model, self.optimizer, inputs, self.model[0].weight, self.model[0].weight.grad)]
        del self.model, self.optimizer, inputs
        gc.collect()
        self.assertEqual([ref() for ref in refs], [None] * 5)
        self.assertEqual(self.found.nominal_bytes()["parameters"], 0)


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class ApartTest(unittest.TestCase):
    def apart(self, *sizes):
        import torch
        from vram_probe.peaks import apart

        parameters = [torch.nn.Parameter(torch.empty(size)) for size in sizes]
        numbers = {id(parameter): number for number, parameter in enumerate(parameters)}
        return [numbers[id(chosen)] for chosen in apart(parameters)]

    def test_readings_are_as_far_apart_as_gradients_are_large(self):
        from vram_probe.peaks import READINGS_IN_BACKWARD

        self.assertEqual(self.apart(1000, 1, 1000, 1), [2, 0])
        # of 128 equal ones each fourth, from the last on
        self.assertEqual(self.apart(*[8] * 4 * READINGS_IN_BACKWARD)[:3], [124, 120, 116])
        self.assertEqual(len(self.apart(*[8] * 4 * READINGS_IN_BACKWARD)), READINGS_IN_BACKWARD)

    def test_what_is_frozen_brings_no_gradient(self):
        import torch
        from vram_probe.peaks import apart

        frozen = torch.nn.Parameter(torch.empty(9), requires_grad=False)
        self.assertEqual(apart([frozen]), [])


if __name__ == "__main__":
    unittest.main()

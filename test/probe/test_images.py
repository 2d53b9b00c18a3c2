"""What is shown of a batch of images, and that looking at it runs no operator."""

from __future__ import annotations

import base64
import struct
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

import torch
from torch.utils._python_dispatch import TorchDispatchMode

sys.path.insert(0, str(Path(__file__).parents[2] / "src" / "probe"))
sys.path.insert(0, str(Path(__file__).parent))

from test_probe import training  # noqa: E402

from vram_probe.__main__ import answer  # noqa: E402
from vram_probe.attached.found import Found  # noqa: E402
from vram_probe.images import MOST_VALUES, first_images  # noqa: E402


def _pixels(sheet: dict[str, Any]) -> torch.Tensor:
    """Samples, rows, columns, channels."""
    drawn = torch.frombuffer(bytearray(base64.b64decode(sheet["pixels"])), dtype=torch.uint8)
    return drawn.reshape(sheet["count"], sheet["height"], sheet["width"], sheet["channels"])


def _ramp(*shape: int) -> torch.Tensor:
    """Every value from 0 to 1 another one, exact in a half."""
    return torch.arange(torch.Size(shape).numel()).reshape(shape).remainder(256).float() / 255


class _Operators(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.seen.append(str(func))
        return func(*args, **(kwargs or {}))


class ImagesTest(unittest.TestCase):
    def test_a_picture_is_the_same_however_it_lies_in_memory(self) -> None:
        images = _ramp(4, 3, 8, 6)
        expected = (images * 255).round().to(torch.uint8).permute(0, 2, 3, 1)
        wide = torch.zeros(4, 3, 8, 12)
        wide[..., ::2] = images
        rows: list[tuple[str, torch.Tensor]] = [
            ("contiguous", images),
            ("channels last", images.contiguous(memory_format=torch.channels_last)),
            ("every second column", wide[..., ::2]),
            ("behind others", torch.cat([torch.ones(2, 3, 8, 6), images])[2:]),
            ("float64", images.double()),
            ("bytes", (images * 255).round().to(torch.uint8)),
        ]
        for what, tensor in rows:
            with self.subTest(what):
                sheet = first_images([tensor])
                assert sheet is not None
                self.assertTrue(torch.equal(_pixels(sheet), expected))

    def test_halves_are_read_as_they_are(self) -> None:
        for dtype in (torch.float16, torch.bfloat16):
            with self.subTest(dtype):
                images = _ramp(1, 1, 16, 16).to(dtype)
                sheet = first_images([images])
                assert sheet is not None
                expected = (images.float() * 255).round().to(torch.uint8).permute(0, 2, 3, 1)
                self.assertTrue(torch.equal(_pixels(sheet), expected))

    def test_large_pictures_are_scaled_down_and_many_are_left_out(self) -> None:
        rows = [
            # shape, count, height, width
            ((64, 1, 28, 28), 16, 28, 28),
            ((64, 3, 32, 32), 16, 32, 32),
            ((64, 3, 224, 224), 8, 64, 64),  # 8 × 3 × 64 × 64 = 98,304 values, the most
            ((2, 3, 480, 640), 2, 48, 64),
            ((2, 1, 640, 4), 2, 64, 1),
        ]
        for shape, count, height, width in rows:
            with self.subTest(shape):
                sheet = first_images([torch.zeros(shape)])
                assert sheet is not None
                self.assertEqual((sheet["count"], sheet["height"], sheet["width"]), (count, height, width))
                self.assertLessEqual(len(base64.b64decode(sheet["pixels"])), MOST_VALUES)

    def test_a_scaled_down_picture_keeps_what_is_where(self) -> None:
        images = torch.zeros(1, 3, 128, 128)
        images[0, 0, :64], images[0, 2, 64:, 64:] = 1, 1  # red above, blue at the bottom right
        sheet = first_images([images])
        assert sheet is not None
        picture = _pixels(sheet)[0]
        self.assertEqual(picture[31, 0].tolist(), [255, 0, 0])
        self.assertEqual(picture[32, 0].tolist(), [0, 0, 0])
        self.assertEqual(picture[63, 63].tolist(), [0, 0, 255])

    def test_normalization_is_undone_by_the_range(self) -> None:
        unit = torch.rand(8, 3, 16, 16, generator=torch.Generator().manual_seed(0))
        unit[0, :, 0, 0], unit[0, :, 0, 1] = 0, 1
        mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        rows = [
            ("unit", unit),
            ("bytes", unit * 255),
            ("signed", unit * 2 - 1),
            ("imagenet", (unit - mean[:, None, None]) / std[:, None, None]),
            ("stretched", unit * 9 - 3),
        ]
        expected = (unit * 255).permute(0, 2, 3, 1)
        for meaning, images in rows:
            with self.subTest(meaning):
                sheet = first_images([images])
                assert sheet is not None
                self.assertEqual(sheet["meaning"], meaning)
                self.assertLessEqual((_pixels(sheet) - expected).abs().max().item(), 1)

    def test_what_is_not_finite_is_black(self) -> None:
        images = torch.full((1, 1, 4, 4), float("nan"))
        images[0, 0, 0, 0], images[0, 0, 0, 1] = 1, float("inf")
        sheet = first_images([images])
        assert sheet is not None
        self.assertEqual(_pixels(sheet).flatten().tolist(), [255] + [0] * 15)

    def test_what_does_not_look_like_images_is_not_shown(self) -> None:
        class Wrapped(torch.Tensor):
            pass

        rows = [
            ("rows", torch.zeros(8, 784)),
            ("two channels", torch.zeros(8, 2, 32, 32)),
            ("channels behind", torch.zeros(8, 32, 32, 3)),
            ("tokens", torch.zeros(8, 3, 32, 32, dtype=torch.int64)),
            ("one pixel", torch.zeros(8, 3, 1, 1)),
            ("nothing", torch.zeros(0, 3, 32, 32)),
            ("another kind of tensor", torch.zeros(8, 3, 32, 32).as_subclass(Wrapped)),
            ("sparse", torch.zeros(8, 3, 32, 32).to_sparse()),
            ("on no device", torch.zeros(8, 3, 32, 32, device="meta")),
        ]
        for what, tensor in rows:
            with self.subTest(what):
                self.assertIsNone(first_images([tensor]))
        inside: list[Any] = []
        torch.func.vmap(lambda image: inside.append(first_images([image[None]])) or image)(torch.zeros(2, 3, 8, 8))
        self.assertEqual(inside, [None])

    def test_looking_runs_no_operator(self) -> None:
        images = torch.rand(64, 3, 224, 224)
        with _Operators() as operators:
            sheet = first_images([torch.nn.Parameter(images), images])
        self.assertIsNotNone(sheet)
        self.assertEqual(operators.seen, [])

    def test_the_first_batch_that_a_model_is_given_is_shown(self) -> None:
        found = Found(shows_images=True)
        model, transform = torch.nn.Conv2d(1, 2, 3), torch.nn.Identity()
        found.inputs(transform, [torch.zeros(2, 1, 9, 9)], first_of_step=True, evaluating=False)
        found.inputs(model, [torch.zeros(2, 1, 8, 8)], first_of_step=True, evaluating=True)
        self.assertIsNone(found.images())
        for size in (7, 6):
            found.inputs(model, [torch.zeros(2, 1, size, size)], first_of_step=True, evaluating=False)
        self.assertEqual((found.images() or {})["tensor"], "float32[2, 1, 7, 7]")

    def measured(self, data: Any, explain: bool) -> dict[str, Any]:
        """The document of a training on the CPU, on pictures of 4×4."""
        model = training()["model"]
        flatten, linear = model["layers"]
        asked = training(
            data=data,
            explain=explain,
            input={"shape": [1, 4, 4], "dtype": "float32"},
            model={**model, "layers": [flatten, {**linear, "in_features": 16}]},
            steps=2,
        )
        channel = mock.Mock()
        answer({"training": asked, "device": "cpu", "trace": False}, [], channel)
        sent = {call.args[0]: call.args[1] for call in channel.send.call_args_list}
        return sent["measurement"]

    def test_real_data_are_shown_where_asked_and_synthetic_ones_not_and_nothing_else_is_measured(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            images, labels = Path(folder, "images"), Path(folder, "labels")
            images.write_bytes(struct.pack(">4I", 2051, 2, 4, 4) + bytes(range(32)))
            labels.write_bytes(struct.pack(">2I", 2049, 2) + bytes([0, 2]))
            data = {"kind": "idx", "images": str(images), "labels": str(labels)}
            shown, not_asked = self.measured(data, True), self.measured(data, False)
            with mock.patch("vram_probe.images.first_images", return_value=None):
                hidden = self.measured(data, True)
        self.assertEqual(_pixels(shown.pop("images")).flatten().tolist(), list(range(32)))
        self.assertEqual(shown, hidden)
        self.assertNotIn("images", not_asked)
        self.assertEqual(self.measured(None, False), not_asked)
        self.assertNotIn("images", self.measured(None, True))


if __name__ == "__main__":
    unittest.main()

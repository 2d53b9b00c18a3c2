"""Where operators under fake CUDA tensors and on the CPU differ, each with why. A row that is no longer needed fails the test.

Operators go by their name in `torch.testing._internal.common_methods_invocations.op_db`, variants after a dot.
"""

from __future__ import annotations

_NO_FAKE = "PyTorch has no fake kernel for it: a model that calls it is refused by the operator's name"
_SIZES = "its sizes depend on values, and there is no bound for them: refused"

REFUSED = {
    "geqrf": _NO_FAKE,
    "histogram": _NO_FAKE,
    "histogramdd": _NO_FAKE,
    "nn.functional.multi_margin_loss": _NO_FAKE,
    "nn.functional.multilabel_margin_loss": _NO_FAKE,
    "nn.functional.fractional_max_pool3d": _NO_FAKE,
    "nn.functional.ctc_loss": _NO_FAKE,
    "bincount": _SIZES,
    "linalg.lstsq": _SIZES,
    "linalg.lstsq.grad_oriented": _SIZES,
    "tensor_split": "it wants its indices on the host, as it does on a card",
}

_INSIDE = "a storage that the kernel makes for itself and drops; the mode on the CPU sees what it returns"
_AS_ON_CUDA = "the card takes another operator than the CPU"

DIFFERS = {
    "nn.functional.mse_loss": _INSIDE,
    "nn.functional.smooth_l1_loss": _INSIDE,
    "nn.functional.huber_loss": _INSIDE,
    "index_put": "backward looks a mask up with nonzero(), which the CPU does within its kernel",
    "nn.functional.dropout": _AS_ON_CUDA + ": native_dropout, with a mask of bytes",
    "nn.functional.multi_head_attention_forward": _AS_ON_CUDA + ": native_dropout, with a mask of bytes",
    "nn.functional.scaled_dot_product_attention": _AS_ON_CUDA + ": native_dropout, with a mask of bytes",
    "nn.functional.rms_norm": _AS_ON_CUDA + ": _fused_rms_norm",
    "nn.functional.logsigmoid": "the CPU's kernel keeps a buffer for backward, the card's does not",
    "nn.functional.multilabel_soft_margin_loss": "logsigmoid, as above",
    "nn.functional.embedding_bag": "offset2bag has an element for each index on a card, on the CPU for each bag",
    "nn.functional.binary_cross_entropy_with_logits": "counting is a dispatch mode, under which backward makes a tensor a term; "
    "without one, as on a card, it goes in place",
    "renorm": "the CPU computes norms of float32 in float64",
    "nn.functional.one_hot": "compares with arange() instead of scattering into zeros where a tensor is fake: 1/8 of its result more",
    "to": "the sample names a device, and so makes a copy on one of the two only",
}

_OTHER_FORMULA = "its backward formula goes another way under a dispatch mode (areAnyTensorSubclassLike, FunctionsManual.cpp)"
_ON_CUDA_TOO = "its backward formula goes this way on a card as well"

PHANTOM = {
    "clamp": _OTHER_FORMULA + ": a mask of bytes more for each bound that is a tensor",
    "cumprod": _OTHER_FORMULA,
    "masked.cumprod": _OTHER_FORMULA,
    "prod": _OTHER_FORMULA,
    "linalg.vander": _OTHER_FORMULA + ", by cumprod",
    "atan2": _OTHER_FORMULA + ": the masked reciprocal, when an operand is broadcast",
    "masked_fill": _OTHER_FORMULA + ": the gradient of a value that is a tensor",
    "matrix_exp": _OTHER_FORMULA,
    "sgn": _OTHER_FORMULA,
    "take": _OTHER_FORMULA + ": put() for put_()",
    "trace": _OTHER_FORMULA + ": index_fill() for index_fill_()",
    "masked_select": _OTHER_FORMULA + ": masked_scatter() for masked_scatter_()",
    "nn.functional.binary_cross_entropy": _OTHER_FORMULA + ": the gradient of a target that is trained",
    "nn.functional.scaled_dot_product_attention": "the mask of the unfused attention is added out of place under a dispatch mode",
    "nn.functional.one_hot": DIFFERS["nn.functional.one_hot"],
    "nn.functional.dropout": DIFFERS["nn.functional.dropout"],
    "renorm": DIFFERS["renorm"],
    "max.reduction_no_dim": _ON_CUDA_TOO,
    "min.reduction_no_dim": _ON_CUDA_TOO,
    "linalg.eigh": "the CPU's LAPACK writes the vectors over the input",
    "linalg.matrix_rank": "the CPU's LAPACK leaves the vectors out",
}

_SCRATCH = "the CPU's kernel takes scratch among the storages"

UNCONFIRMED = {
    "sort": _SCRATCH,
    "msort": _SCRATCH,
    "kthvalue": _SCRATCH,
    "gather": _SCRATCH,
    "masked.median": "the CPU takes an index of its own among the storages",
    "masked.std": _SCRATCH,
    "masked.var": _SCRATCH,
    "linalg.cond": _SCRATCH,
    "svd_lowrank": _SCRATCH,
    "pca_lowrank": _SCRATCH,
    "nn.functional.multilabel_soft_margin_loss": DIFFERS["nn.functional.logsigmoid"],
}

_OPEN = "not explained yet"

WITH_ALL_SAMPLES = {
    "refused": {"unique": _SIZES + ": unique_dim()"},
    "differs": {
        "__getitem__": DIFFERS["index_put"],
        "nn.functional.binary_cross_entropy_with_logits": _OPEN,
        "nn.functional.unfold": _OPEN,
        "nn.functional.max_unpool2d": _OPEN,
        "nn.functional.max_unpool2d.grad": _OPEN,
        "nn.functional.instance_norm": _OPEN,
        "unique_consecutive": _OPEN,
    },
    "phantom": dict.fromkeys(
        (
            "combinations", "isclose", "linalg.householder_product", "masked.prod", "median", "nanmedian",
            "nn.functional.binary_cross_entropy_with_logits", "nn.functional.embedding_bag",
            "nn.functional.max_unpool2d", "nn.functional.max_unpool2d.grad", "ormqr", "unique_consecutive",
        ),
        _OPEN,
    ),
    "unconfirmed": dict.fromkeys(
        (
            "__getitem__", "atan2", "combinations", "cov", "istft", "masked.normalize", "median", "nanmedian",
            "nanquantile", "nn.functional.scaled_dot_product_attention", "quantile", "repeat_interleave",
        ),
        _OPEN,
    ),
}  # fmt: skip
"""What differs besides in a sample beyond the first three: `VRAM_BUDGET_OPERATOR_SAMPLES=0`."""

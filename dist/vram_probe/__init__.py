"""The part of vram-budget that runs inside PyTorch: the standard library and torch only."""

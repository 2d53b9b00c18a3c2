"""Traces a training step for a CUDA device on a machine that has none: fake tensors, real control flow.

The training's CUDA tensors are fake (shape, stride and dtype, no memory); its CPU tensors are real. Every storage's birth
and death is recorded, and the operators whose kernels take memory of their own are written down with their operands.
"""

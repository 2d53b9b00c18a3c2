"""Hugging Face's Trainer on a Llama of 135 million parameters made from a config, in bf16 with accumulation, on random tokens."""

import argparse
import tempfile

import torch
from transformers import LlamaConfig, LlamaForCausalLM, Trainer, TrainingArguments

VOCABULARY = 49_152
STEPS = 10
ACCUMULATED = 2

parser = argparse.ArgumentParser()
parser.add_argument("--batch-size", type=int, required=True)
parser.add_argument("--layers", type=int, default=30)
parser.add_argument("--tokens", type=int, default=1024)
arguments = parser.parse_args()

model = LlamaForCausalLM(
    LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=arguments.layers,
        num_attention_heads=9,
        num_key_value_heads=3,
        max_position_embeddings=max(arguments.tokens, 16),
        tie_word_embeddings=True,
    )
)
samples = torch.randint(VOCABULARY, (STEPS * ACCUMULATED * arguments.batch_size, arguments.tokens))
with tempfile.TemporaryDirectory() as folder:
    trainer = Trainer(
        model,
        TrainingArguments(
            output_dir=folder,
            max_steps=STEPS,
            per_device_train_batch_size=arguments.batch_size,
            gradient_accumulation_steps=ACCUMULATED,
            bf16=True,
            use_cpu=not torch.cuda.is_available(),
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
        ),
        train_dataset=[{"input_ids": row, "labels": row} for row in samples],
    )
    trainer.train()

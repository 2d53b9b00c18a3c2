"""Hugging Face's Trainer on a small GPT-2 or Llama made from a config; saves at every 14th step and at the end."""

import json
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, Trainer, TrainingArguments

torch.manual_seed(0)
if sys.argv[1] == "gpt2":
    model = GPT2LMHeadModel(GPT2Config(vocab_size=128, n_positions=32, n_embd=32, n_layer=2, n_head=2))
else:
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=128, max_position_embeddings=32, **sizes))
tokens = torch.randint(128, (128, 16))
trainer = Trainer(
    model,
    TrainingArguments(
        output_dir="saved", max_steps=14, save_strategy="steps", save_steps=14, use_cpu=True, report_to=[],
        per_device_train_batch_size=4, gradient_accumulation_steps=2, disable_tqdm=True, logging_steps=1,
    ),
    train_dataset=[{"input_ids": row, "labels": row} for row in tokens],
)  # fmt: skip
trainer.train()
trainer.save_model()

states = trainer.optimizer.state_dict()["state"].values()
print(json.dumps({
    "parameters": model.get_memory_footprint(return_buffers=False),
    "buffers": model.get_memory_footprint() - model.get_memory_footprint(return_buffers=False),
    "gradients": 4 * model.num_parameters(only_trainable=True),
    "optimizer": sum(value.nbytes for state in states for name, value in state.items() if name != "step"),
    "count": model.num_parameters(),
}))  # fmt: skip

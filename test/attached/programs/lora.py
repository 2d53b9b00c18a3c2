"""LoRA by peft on a small Llama whose own weights are frozen."""

import json

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

torch.manual_seed(0)
sizes = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
model = get_peft_model(LlamaForCausalLM(LlamaConfig(vocab_size=128, **sizes)), LoraConfig(r=4, target_modules=["q_proj", "v_proj"]))
model.print_trainable_parameters()
optimizer = torch.optim.AdamW((p for p in model.parameters() if p.requires_grad), lr=1e-3)
for iteration in range(14):
    tokens = torch.randint(128, (2, 16))
    loss = model(input_ids=tokens, labels=tokens).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    print(f"step {loss.item():.6f}")

trainable, every = model.get_nb_trainable_parameters()
print(json.dumps({
    "parameters": 4 * every,
    "buffers": sum(buffer.nbytes for buffer in model.buffers()),
    "gradients": 4 * trainable,
    "optimizer": 2 * 4 * trainable,
    "count": every,
}))  # fmt: skip
model.save_pretrained("adapter")

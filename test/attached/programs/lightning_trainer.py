"""Lightning's Trainer with its sanity check, a validation after every third batch and a checkpoint after the epoch."""

import json

import lightning as L
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from lightning.pytorch.utilities.model_summary import ModelSummary
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Classifier(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 10))

    def training_step(self, batch, position):
        inputs, targets = batch
        loss = nn.functional.cross_entropy(self.net(inputs), targets)
        print(f"step {loss.item():.6f}")
        return loss

    def validation_step(self, batch, position):
        inputs, targets = batch
        self.log("val_loss", nn.functional.cross_entropy(self.net(inputs), targets))

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=1e-3)


L.seed_everything(0)
training, validation = (TensorDataset(torch.randn(n, 32), torch.randint(10, (n,))) for n in (56, 64))
trainer = L.Trainer(
    max_epochs=1, val_check_interval=3, accelerator="cpu", logger=False, enable_progress_bar=False, log_every_n_steps=1,
    callbacks=[ModelCheckpoint("checkpoints", monitor="val_loss", save_on_train_epoch_end=True)],
)  # fmt: skip
model = Classifier()
trainer.fit(model, DataLoader(training, 4), DataLoader(validation, 32))

summary = ModelSummary(model)
(optimizer,) = trainer.optimizers
states = optimizer.state_dict()["state"].values()
print(json.dumps({
    "parameters": 4 * summary.total_parameters,
    "gradients": 4 * summary.trainable_parameters,
    "optimizer": sum(value.nbytes for state in states for name, value in state.items() if name != "step"),
    "count": summary.total_parameters,
}))  # fmt: skip
trainer.save_checkpoint("last.ckpt")

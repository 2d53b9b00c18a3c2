"""Lightning's Trainer."""

import lightning
import torch
from models import mlp
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Classifier(lightning.LightningModule):
    def __init__(self) -> None:
        super().__init__()
        self.network = mlp()
        self.criterion = nn.CrossEntropyLoss()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.network(images)

    def training_step(self, batch: tuple, index: int) -> torch.Tensor:
        images, targets = batch
        loss = self.criterion(self(images), targets)
        self.log("loss", loss, prog_bar=True)
        return loss

    def validation_step(self, batch: tuple, index: int) -> None:
        images, targets = batch
        self.log("validation", self.criterion(self(images), targets))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.Adam(self.parameters(), lr=1e-3)


def batches() -> DataLoader:
    return DataLoader(TensorDataset(torch.randn(1024, 1, 28, 28), torch.randint(0, 10, (1024,))), 64)


trainer = lightning.Trainer(max_epochs=3, logger=False, enable_checkpointing=False)
trainer.fit(Classifier(), batches(), batches())

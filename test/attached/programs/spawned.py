"""Starts its own two processes, as torch.multiprocessing's examples do."""

import os
import socket
import sys

import torch.multiprocessing as mp

sys.path.insert(0, os.path.dirname(__file__))


def rank(number, port):
    os.environ.update(RANK=str(number), WORLD_SIZE="2", MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    import ddp

    ddp.main()


if __name__ == "__main__":
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mp.start_processes(rank, (port,), nprocs=2, start_method=sys.argv[1])

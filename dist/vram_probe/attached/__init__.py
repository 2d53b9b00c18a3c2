"""The probe inside a program that knows nothing of it: `start/sitecustomize.py` lets it in as the interpreter starts."""

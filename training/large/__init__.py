"""Role adapters for models that others trained: PEFT and TRL, one command a step, on the same rows as the tiny model."""

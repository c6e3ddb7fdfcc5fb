"""Distillations and benchmarks on many machines: shards under Ray, Slurm or Kubernetes (docs/cluster.md)."""

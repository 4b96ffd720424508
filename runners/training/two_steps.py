"""Runs trl_sft.py of the current folder for two steps, on a CPU."""

import sys

sys.path.insert(0, ".")

import trl_sft

full = trl_sft.settings
trl_sft.settings = lambda: full(max_steps=2, use_cpu=True, bf16=False, save_strategy="no")
trl_sft.main()

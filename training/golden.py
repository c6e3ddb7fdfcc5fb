"""Makes test/fixtures/llm: two tiny random Qwen2 checkpoints, one of Qwen3, a LoRA adapter for one, and what Hugging Face
transformers and PEFT say about them in f32 on weights that are quantised and dequantised here, in NumPy, apart
from the TypeScript that is tested against it.

    python3 training/golden.py test/fixtures/llm
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TEXTS = [
    "",
    "Read n and n integers, print the sum of the even ones.",
    "n = int(input())\nxs = list(map(int, input().split()))\nprint(sum(x for x in xs if x % 2 == 0))\n",
    "1000000007 12 345  6\t7\n\n\n  8",
    "don't  can't we'll I'M",
    "naïve café, e\u0301, 漢字, 🙂👩‍👩‍👧 ≤ 10⁵",
    "    indented\n        more\n\n  \n trailing   ",
    "\r\n\u00a0x\u200by",
]
CHATS = [
    [{"role": "user", "content": "Add 2 numbers."}],
    [
        {"role": "system", "content": "\nYou plan."},
        {"role": "user", "content": "  Sum?\n"},
        {"role": "assistant", "content": "a + b"},
        {"role": "user", "content": "\n\nAgain"},
    ],
]
GPT2_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def make_tokenizer() -> PreTrainedTokenizerFast:
    """Byte-level BPE split as Qwen2 splits: digits one by one."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(GPT2_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320 - len(SPECIAL), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(TEXTS * 4, trainer)
    tokenizer.add_special_tokens(SPECIAL)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=CHATML
    )


def quantise(weights: torch.Tensor, scales=None, top=14):
    """Integers and half-precision scales in groups of 32 along the input; `scales` are kept when given."""
    groups = weights.double().numpy().reshape(weights.shape[0], -1, 32)
    if scales is None:
        largest = np.abs(groups).max(axis=2, keepdims=True).astype(np.float32)
        scales = (largest / np.float32(7)).astype(np.float16)
    wide = np.where(scales == 0, np.float64(1), scales.astype(np.float64))
    return np.clip(np.floor(groups / wide + 0.5) + 7, 0, top), scales


def dequantise(integers, scales, shape) -> torch.Tensor:
    return torch.from_numpy(((integers - 7) * scales.astype(np.float64)).reshape(shape).astype(np.float32))


def as_quantised(model, merged=None):
    """The model on its 4-bit weights; with `merged`, on those weights rounded to the same scales, 15 allowed."""
    state = {name: tensor.float() for name, tensor in model.state_dict().items()}
    for name, tensor in state.items():
        if tensor.dim() == 2:
            integers, scales = quantise(tensor)
            if merged is not None and not torch.equal(merged[name].float(), tensor):
                integers, scales = quantise(merged[name].float(), scales, 15)
            state[name] = dequantise(integers, scales, tensor.shape)
        else:
            state[name] = tensor.half().float()
    quantised = type(model)(model.config).float().eval()
    quantised.load_state_dict(state)
    return quantised


def logits_at(model, tokens, positions):
    with torch.no_grad():
        logits = model(torch.tensor([tokens])).logits[0]
    return [[round(value, 5) for value in logits[position].tolist()] for position in positions]


def make_checkpoint(folder: Path, seed: int, config_of=Qwen2Config, model_of=Qwen2ForCausalLM, **shape):
    torch.manual_seed(seed)
    config = config_of(
        vocab_size=320, max_position_embeddings=128, rms_norm_eps=1e-6, use_sliding_window=False,
        eos_token_id=319, bos_token_id=None, **shape,
    )
    model = model_of(config)
    # Larger than a fresh model's weights, so that attention and the gates are far from their linear middle.
    for name, parameter in model.named_parameters():
        if "norm" in name:
            torch.nn.init.uniform_(parameter, 0.5, 1.5)
        else:
            torch.nn.init.normal_(parameter, 0, 0.5 if "bias" in name else 0.15)
    model = model.to(torch.bfloat16)
    model.save_pretrained(folder)
    return model


def golden(out: Path) -> None:
    tokenizer = make_tokenizer()
    tokens = tokenizer(TEXTS[1] + TEXTS[2])["input_ids"][:60]
    positions = [0, 1, 17, len(tokens) - 1]
    result = {"tokens": tokens, "positions": positions}

    tied = make_checkpoint(
        out / "tied", 1, hidden_size=64, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=True,
    )
    tokenizer.save_pretrained(out / "tied")
    result["tied"] = logits_at(as_quantised(tied), tokens, positions)

    untied = make_checkpoint(
        out / "untied", 2, hidden_size=32, intermediate_size=64, num_hidden_layers=1,
        num_attention_heads=4, num_key_value_heads=1, tie_word_embeddings=False,
    )
    tokenizer.save_pretrained(out / "untied")
    result["untied"] = logits_at(as_quantised(untied), tokens, positions)

    # Heads that are wider together than the residual stream, as Qwen3's may be.
    qwen3 = make_checkpoint(
        out / "qwen3", 4, Qwen3Config, Qwen3ForCausalLM, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, head_dim=16, tie_word_embeddings=True,
    )
    tokenizer.save_pretrained(out / "qwen3")
    result["qwen3"] = logits_at(as_quantised(qwen3), tokens, positions)
    result["qwen3_plain"] = logits_at(qwen3.float().eval(), tokens, positions)

    config = LoraConfig(
        r=4, lora_alpha=8, use_rslora=True, bias="none", task_type="CAUSAL_LM",
        target_modules=["q_proj", "v_proj", "o_proj", "gate_proj", "down_proj"],
        rank_pattern={"layers.1.self_attn.q_proj": 2}, alpha_pattern={"down_proj": 3},
    )
    torch.manual_seed(3)
    adapted = get_peft_model(Qwen2ForCausalLM.from_pretrained(out / "tied", dtype=torch.float32), config)
    for name, parameter in adapted.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(parameter, 0, 0.05)
    adapted.save_pretrained(out / "adapter")
    (out / "adapter" / "README.md").unlink()
    for spare in [*out.glob("*/chat_template.jinja"), *out.glob("*/generation_config.json")]:
        spare.unlink()
    # Merged in double precision: a sum rounded elsewhere might fall on the other side of a half.
    merged = adapted.double().merge_and_unload().state_dict()
    result["role"] = logits_at(as_quantised(tied.double(), merged), tokens, positions)

    result["texts"] = [{"text": text, "tokens": tokenizer(text)["input_ids"]} for text in TEXTS]
    result["chats"] = [
        {
            "messages": chat,
            "tokens": tokenizer.apply_chat_template(chat, add_generation_prompt=True, return_dict=False),
        }
        for chat in CHATS
    ]
    (out / "golden.json").write_text(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    golden(Path(sys.argv[1]))

"""The writer "local": a transformers model on this machine, held to the schema by llguidance. Nothing is downloaded.

What belongs here: loading the model and asking it. What does not: the grammar (`grammar.py`), what is asked.
"""

import json
import time
from collections.abc import Callable
from importlib import metadata, util
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.device.devices import parse_device, require_device
from sparkle_motion_dagster.backends.device.model_context import model_context
from sparkle_motion_dagster.backends.models.source import ModelSource, model_source
from sparkle_motion_dagster.backends.versions import library_versions
from sparkle_motion_dagster.backends.writer.grammar import guide, schema_processor
from sparkle_motion_dagster.backends.writer.packaged import PACKAGED, packaged_file
from sparkle_motion_dagster.backends.writer.protocol import Answer, Question
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError, ProfileError, SparkleError

PACKAGES = ("torch", "transformers", "llguidance")
INSTALL = "pip install '.[gpu]'"
_DTYPES = {"float32": 4, "bfloat16": 2, "float16": 2}
_WORKING_MB = 600.0


class LocalWriter:
    """Asks a model that this process loads."""

    name = "local"
    version = "1"

    def __init__(
        self,
        model: str,
        revision: str | None = None,
        variant: str | None = None,
        device: str = "cpu",
        dtype: str = "float32",
        temperature: float = 0.0,
        seed: int = 7,
        max_tokens: int = 2048,
        timeout_s: float = 1800.0,
    ):
        """Settings of a profile. Raises ProfileError.

        Args:
            model: "smollm2" (from its package), a folder, a name in configs/models.yaml, or owner/name on the Hub.
            revision: of a model on the Hub; see `sparkle models`.
            variant: of its files.
            device: cpu, cuda, cuda:N or mps.
            dtype: float32, bfloat16 or float16.
            temperature: 0 takes the likeliest token each time.
            seed: of the choice between tokens, if temperature is above 0.
            max_tokens: of one answer.
            timeout_s: for one answer.
        """
        if dtype not in _DTYPES:
            raise ProfileError(f"writer.settings.dtype is {dtype!r}: expected one of {', '.join(_DTYPES)}")
        if not 0 <= temperature <= 2:
            raise ProfileError(f"writer.settings.temperature is {temperature}: expected 0 to 2")
        if not 16 <= max_tokens <= 100_000:
            raise ProfileError(f"writer.settings.max_tokens is {max_tokens}: expected 16 to 100000")
        self.model = model
        self.device = parse_device(device)
        self.dtype = dtype
        self.temperature = temperature
        self.seed = seed
        self.max_tokens = max_tokens
        self.timeout_s = timeout_s
        self._source: ModelSource | None = None if model in PACKAGED else model_source(model, revision, variant)

    def model_inputs(self) -> dict[str, Any]:
        """All that decides its answers. Raises WeightsError if the model's files are not there."""
        return {
            **self._identity(),
            "device": self.device.kind,
            "dtype": self.dtype,
            "temperature": self.temperature,
            "seed": self.seed,
            "max_tokens": self.max_tokens,
            "libraries": library_versions(PACKAGES),
        }

    def _identity(self) -> dict[str, Any]:
        if self._source is None:
            wanted = PACKAGED[self.model]
            return {"model": wanted.model_id, "package": f"{wanted.package} {wanted.version}"}
        return {"model": self._source.name if self._source.local is None else self._source.local.name} | {
            name: value for name, value in self._source.identity().items() if name != "id"
        }

    def answer(self, question: Question) -> Answer:
        """Ask once. Raises BackendError and its kin."""
        self._require()
        started = time.monotonic()
        key = f"writer {json.dumps(self._identity(), sort_keys=True)} {self.dtype}"  # other weights are another model
        with model_context(key, self._loader(), device=self.device, need_mb=self._need_mb()) as loaded:
            text, ended, read, written = self._generate(loaded, question, started)
        return Answer(
            text=text,
            model=str(self._identity()["model"]),
            ended=ended,
            input_tokens=read,
            output_tokens=written,
            cost_usd=0.0,
            seconds=time.monotonic() - started,
            facts={"structured": "llguidance", "device": str(self.device)},
        )

    def _generate(self, loaded: "_Loaded", question: Question, started: float) -> tuple[str, str, int, int]:
        import torch
        from transformers import LogitsProcessorList, StoppingCriteria, StoppingCriteriaList

        deadline = started + self.timeout_s

        class Late(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                late = time.monotonic() > deadline
                return torch.full((input_ids.shape[0],), late, dtype=torch.bool, device=input_ids.device)

        ids = loaded.tokens(question).to(loaded.model.device)
        read = int(ids.shape[1])
        room = loaded.context_tokens - read
        if room < min(self.max_tokens, 256):
            raise BackendError(
                f"{question.purpose}: the question has {read} tokens and {self.model} takes {loaded.context_tokens} "
                "with its answer: lower writer.limits.window_chars in the profile"
            )
        processor = schema_processor(loaded.guided, loaded.vocabulary, question.schema)
        sampled = {"do_sample": True, "temperature": self.temperature} if self.temperature else {"do_sample": False}
        with torch.inference_mode(), torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.seed + question.seed)
            out = loaded.model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=min(self.max_tokens, room),
                logits_processor=LogitsProcessorList([processor]),
                stopping_criteria=StoppingCriteriaList([Late()]),
                pad_token_id=loaded.pad_token_id,
                **sampled,
            )
        if time.monotonic() > deadline:
            raise BackendError(
                f"{question.purpose}: {self.model} did not answer in {self.timeout_s:g} s on {self.device}: raise "
                "writer.settings.timeout_s, lower writer.limits.window_chars, or name a faster device"
            )
        new = out[0, read:]
        text = loaded.tokenizer.decode(new, skip_special_tokens=True)
        ended = "length" if len(new) >= min(self.max_tokens, room) else "stop"
        return text, ended, read, len(new)

    def _loader(self) -> Callable[[], "_Loaded"]:
        if self._source is None:
            file = packaged_file(self.model)
            return lambda: _load(file.parent, self.dtype, str(self.device), gguf_file=file.name)
        snapshot = self._source.snapshot()  # only safetensors that are whole
        variant = self._source.variant
        return lambda: _load(snapshot.folder, self.dtype, str(self.device), variant=variant, use_safetensors=True)

    def _need_mb(self) -> float:
        count = PACKAGED[self.model].parameters if self._source is None else sum(self._source.parameters().values())
        return count * _DTYPES[self.dtype] / 2**20 + _WORKING_MB

    def _require(self) -> None:
        wanted = PACKAGES if self._source is not None else (*PACKAGES, "gguf", "accelerate")
        missing = [package for package in wanted if util.find_spec(package) is None]
        if missing:
            raise BackendUnavailableError(f"the writer 'local' needs {', '.join(missing)}: {INSTALL}")

    def readiness(self) -> tuple[bool, str]:
        """Whether libraries, weights and device are here; loads nothing."""
        try:
            self._require()
            require_device(self.device)
            where = packaged_file(self.model) if self._source is None else self._source.snapshot().folder
            libraries = ", ".join(f"{package} {metadata.version(package)}" for package in PACKAGES)
        except SparkleError as error:
            return False, str(error)
        return True, f"{self._identity()['model']} in {where} on {self.device}; {libraries}"


class _Loaded:
    """A model in memory with its tokenizer and its grammar's view of it."""

    def __init__(self, model: Any, tokenizer: Any):
        self.model = model
        self.tokenizer = tokenizer
        config = model.config.get_text_config()
        self.vocabulary = int(config.vocab_size)
        self.context_tokens = int(getattr(config, "max_position_embeddings", 4096))
        self.guided = guide(tokenizer, self.vocabulary)
        ends = tokenizer.eos_token_id
        self.pad_token_id = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else ends

    def tokens(self, question: Question) -> Any:
        """The prompt as the model was trained to read it; (1, length)."""
        if self.tokenizer.chat_template is None:
            text = f"{question.system}\n\n{question.user}\n\n"
            return self.tokenizer(text, return_tensors="pt").input_ids
        messages = [{"role": "system", "content": question.system}, {"role": "user", "content": question.user}]
        read = self.tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        return read["input_ids"]


def _load(folder: Path, dtype: str, device: str, **how: Any) -> _Loaded:
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    named = {"gguf_file": how["gguf_file"]} if "gguf_file" in how else {}
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True, **named)
    model: Any = transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=getattr(torch, dtype), local_files_only=True, **how
    )
    return _Loaded(model.to(device).eval(), tokenizer)

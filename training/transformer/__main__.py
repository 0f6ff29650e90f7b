"""``python -m training.transformer``: from data to the folder that ships.

Stages: texts, tokens, train, export. Texts and tokens are made once; training goes on from its
checkpoint, on the processor or a GPU, and stops by itself.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import replace
from pathlib import Path

import torch

from training.transformer.export import save_student
from training.transformer.run import Run, own_tokenizer
from training.transformer.settings import DEFAULT_CONFIG, Settings, load_settings
from training.transformer.start import teacher_folder
from training.transformer.texts import prepare_texts
from training.transformer.tokens import prepare_tokens

STAGES = ("texts", "tokens", "train", "export")


def main() -> None:
    """Read the arguments and run the stages."""
    parser = argparse.ArgumentParser(prog="python -m training.transformer", description=__doc__)
    parser.add_argument("--config", type=Path, default=DEFAULT_CONFIG, help="a TOML file")
    for name, text in (
        ("data", "folder of the training data"),
        ("papers", "file of the papers"),
        ("static", "folder of the static encoder"),
        ("work", "folder for what the stages leave for one another"),
        ("weights", "folder to write the encoder to"),
    ):
        parser.add_argument(f"--{name}", type=Path, help=f"{text} (default: the config's)")
    parser.add_argument("--teacher", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--until", choices=STAGES, default="export", help="stop after this stage")
    parser.add_argument("--steps", type=int, help="steps of the training in all")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop training after so many")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    paths = {name: getattr(given, name) for name in ("data", "papers", "static", "work", "weights")}
    settings = load_settings(given.config, **paths)
    if given.steps:
        settings = replace(settings, training=replace(settings.training, steps=given.steps))
    run(settings, given)


def run(settings: Settings, given: argparse.Namespace) -> None:
    """Run the stages that are not done, up to the one that was asked for."""
    last = STAGES.index(given.until)
    work = settings.paths.work
    if not (work / "pairs.tsv").exists():
        prepare_texts(settings)
    teacher = given.teacher or teacher_folder()
    if last >= 1 and not (work / "dictionary.npy").exists():
        prepare_tokens(settings, teacher)
    if last < STAGES.index("train"):
        return
    training = Run(settings, teacher, torch.device(given.device))
    done = training.train(given.minutes)
    if done and given.until == "export":
        tokenizer, longest = own_tokenizer(settings), settings.training.longest
        save_student(settings.paths.weights, training.finish(), tokenizer, longest)


if __name__ == "__main__":
    main()

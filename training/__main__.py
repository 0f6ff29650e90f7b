"""``python -m training``: from data to the weights that ship.

Stages: data, tokenizer, first, switch, train, export, ranker, report. A stage that has finished
with the same settings is skipped, so a run that was cut short goes on where it stopped. The program
answers by the new table after ``python -m training.fitting``.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from training.config import DEFAULT_CONFIG, load_config
from training.pipeline import STAGES, run


def main() -> None:
    """Read the arguments and run the stages."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--config", type=Path, default=DEFAULT_CONFIG, help="a TOML file")
    for name, text in (
        ("data", "folder of the training data"),
        ("evaluation", "folder of the sets to measure with"),
        ("work", "folder for what the stages leave for one another"),
        ("weights", "folder to write the encoder to"),
        ("report", "file to write the figures to"),
    ):
        parser.add_argument(f"--{name}", type=Path, help=f"{text} (default: the config's)")
    parser.add_argument("--until", choices=STAGES, help="stop after this stage")
    parser.add_argument("--again", choices=STAGES, help="redo this stage and those after it")
    given = vars(parser.parse_args())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    until, again = given.pop("until"), given.pop("again")
    run(load_config(given.pop("config"), **given), until=until, again=again)


if __name__ == "__main__":
    main()

"""What was done with letters and with the index, as JSON."""

from __future__ import annotations

from pydantic import Field

from qa.output.schema.answers import CitationModel
from qa.output.schema.base import Model, Schema1


class BuildReportModel(Model):
    """What an update of the index did; letters by id."""

    added: list[str] = Field(description="letters that came")
    changed: list[str] = Field(description="letters with other content")
    removed: list[str] = Field(description="letters that went")
    moved: list[str] = Field(description="letters whose file only changed its place")
    unchanged: int = Field(description="how many letters stayed as they were")
    problems: list[str] = Field(description="a sentence about each file that was left out")
    notices: list[str] = Field(description="sentences about files that were read this time")
    letters: int = Field(description="how many there are now")
    paragraphs: int = Field(description="how many there are now")
    chunks: int = Field(description="how many passages there are now")
    embedded: int = Field(description="how many of them were embedded this time")
    generation: int = Field(description="number of the generation that was published")
    rebuilt: bool = Field(description="whether all letters were taken in anew")
    left_out: dict[str, int] = Field(
        description="stretches of files that are in no text, by why they are not"
    )
    not_read: list[str] = Field(description="those of the problems that are not the file's own")
    gone_on: int = Field(description="letters that an update had taken in that was ended before")


class GenerationModel(Model):
    """A generation that is kept."""

    number: int = Field(description="from 1")
    made: str = Field(description="when, ISO, UTC")
    letters: int = Field(description="how many")
    paragraphs: int = Field(description="how many")
    segments: int | None = Field(description="how many; null where the engine has none")
    left_out: int = Field(description="how many files were left out")
    current: bool = Field(description="whether it is the one that answers")
    damage: str = Field(description="what is wrong with it; empty if it is whole")
    deleted_since: list[str] = Field(description="letters that the newest generation has not")
    brings_back: list[str] = Field(description="letters that came when it was gone back to")
    takes_away: list[str] = Field(description="letters that went when it was gone back to")


class GenerationsModel(Schema1):
    """The generations that are kept."""

    generations: list[GenerationModel] = Field(description="the newest first")


class RolledBackModel(Schema1):
    """The generation that was gone back to."""

    generation: int = Field(description="its number")
    letters: int = Field(description="how many it has")
    brings_back: list[str] = Field(description="letters that came by it")
    takes_away: list[str] = Field(description="letters that went by it")


class ChangesModel(Schema1):
    """What an update would do; names are paths below the corpus."""

    index: str = Field(description="the index's folder")
    new: list[str] = Field(description="files that came")
    changed: list[str] = Field(description="files with other content")
    gone: list[str] = Field(description="files that went")
    moved: dict[str, str] = Field(description="new names of files, each with the old one")
    unchanged: int = Field(description="how many files stayed as they were")
    rebuild: bool = Field(default=False, description="whether everything would be read again")


class CheckedModel(Schema1):
    """What was found when the index was checked."""

    generation: int = Field(description="number of the generation that was checked")
    parts: int = Field(description="how many parts were")
    whole: bool = Field(description="whether all else that is kept is whole too")
    faults: list[str] = Field(description="a sentence about each file that is damaged")
    notes: list[str] = Field(description="sentences about what does no harm")


class EventModel(Model):
    """Something that happened while the folder was watched."""

    time: str = Field(description="when, ISO, by the clock of the machine")
    kind: str = Field(description="watching, indexed, left out or failed")
    text: str = Field(description="what happened, in English")
    letters: list[str] = Field(description="ids of the letters that came or changed")


class PlannedModel(Model):
    """A letter of the official publications, and what would happen to it."""

    doc_id: str = Field(description="its id")
    what: str = Field(description="new, newer version, there already, or why it does not come")
    forms: list[str] = Field(description="the files that would come")
    date: str | None = Field(description="ISO")
    title: str | None = Field(description="as the service gives it")


class FetchPlanModel(Schema1):
    """What would be fetched."""

    planned: list[PlannedModel] = Field(description="in the service's order")


class FetchReportModel(Model):
    """What was fetched."""

    new: list[str] = Field(description="names of files that came")
    newer: list[str] = Field(description="names of files that a newer version took the place of")
    already: int = Field(description="how many letters were there already")
    kept: list[str] = Field(description="sentences about files that were changed by hand")
    notices: list[str] = Field(description="sentences about what came otherwise than expected")
    problems: list[str] = Field(description="a sentence about each letter that did not come")
    stopped: str | None = Field(description="why it ended before all was tried; null if it did not")


class FetchedFilesModel(FetchReportModel, Schema1):
    """What was fetched, by itself."""


class FetchedModel(Model):
    """What was fetched, and what the update after it did."""

    report: FetchReportModel = Field(description="what was fetched")
    built: BuildReportModel | None = Field(description="the update; null if nothing came")


class ForgettingModel(Schema1):
    """All that goes with letters that are removed for good; paths are below the corpus."""

    done: bool = Field(default=False, description="whether it was done; else it is only said")
    generation: int | None = Field(
        None, description="the one without the letters; null if not done"
    )
    doc_ids: list[str] = Field(description="ids of the letters")
    also: list[str] = Field(description="ids that they had before")
    files: list[str] = Field(description="their files")
    kept_files: list[str] = Field(description="what is kept of them to come back")
    versions: list[str] = Field(description="older versions: letter and sha256")
    generations: list[int] = Field(description="numbers of the generations that go")
    notes: list[str] = Field(description="sentences about what stays")


class ProofModel(Model):
    """What became of a quote of a saved answer."""

    question: str = Field(description="what was asked")
    text: str = Field(description="the quote as it was saved")
    doc_id: str = Field(description="its letter")
    verdict: str = Field(description="verbatim, altered, moved, changed or gone")
    sentence: str = Field(description="the same in a sentence, in English")
    same_file: bool = Field(description="whether the letter's file is the very one of then")
    now: str | None = Field(description="the words that stand there now")
    citation: CitationModel | None = Field(description="where it stands now")
    differs: list[str] = Field(description="fields that the letter gives otherwise")
    missing: list[str] = Field(description="fields that are not there")
    unknown: list[str] = Field(description="fields that this program does not make")
    unchecked: list[str] = Field(description="fields that nothing here can tell")


class RestModel(Model):
    """What stands in a saved answer besides its quotes."""

    question: str = Field(description="what was asked")
    altered: bool = Field(description="whether it says otherwise than the letters")
    differs: list[str] = Field(description="fields that the letters give otherwise")
    missing: list[str] = Field(description="fields that are not there")
    unknown: list[str] = Field(description="fields that this program does not make")
    unchecked: list[str] = Field(description="fields that nothing here can tell")


class ProvedModel(Schema1):
    """What became of saved answers."""

    quotes: list[ProofModel] = Field(description="of all answers, in order")
    answers: list[RestModel] = Field(description="the rest of each")


class HubEncoderModel(Model):
    """An encoder that is downloaded from the model hub when it is first used."""

    name: str = Field(description="on the hub")
    dimension: int = Field(description="numbers in a vector")
    parameters: int = Field(description="its size, in millions")
    licence: str = Field(description="its licence")
    note: str = Field(description="what changes with it, in English")
    query_prompt: str = Field(description="put before a question when it is embedded")
    passage_prompt: str = Field(description="put before a passage when it is embedded")


class EncodersModel(Schema1):
    """The encoders that can be set."""

    default: str = Field(description="the one that ships with this program")
    chosen: str = Field(description="the one that is set")
    hub: list[HubEncoderModel] = Field(description="the others that are known")


class IntervalModel(Model):
    """A mean over questions or pairs of texts."""

    mean: float = Field(description="the mean")
    low: float = Field(description="lower end of its 95 % interval (bootstrap)")
    high: float = Field(description="upper end of it")
    n: int = Field(description="over how many questions or pairs")


class MeasureModel(Model):
    """One measure on one set in one language."""

    set: str = Field(description="name of the set of questions")
    lang: str = Field(
        description="language: en, nl, or en-nl and nl-en where it is left for the other"
    )
    measure: str = Field(description="name of the measure, such as recall@10")
    systems: dict[str, IntervalModel] = Field(description="what each system reaches")
    differences: dict[str, IntervalModel] = Field(
        description="what the shipped system reaches more than each other one"
    )
    kind: str | None = Field(
        description="kind of the questions, if only those of one kind were asked"
    )


class MeasuredEncoderModel(Model):
    """The encoder that was measured."""

    name: str = Field(description="its name")
    sha256: str = Field(description="hash of its files")


class MeasuredModel(Model):
    """What ``letters-qa eval --results`` writes to ``eval.json``."""

    encoder: MeasuredEncoderModel = Field(description="the encoder of the shipped system")
    versions: dict[str, str] = Field(description="package -> version")
    letters: int = Field(description="how many letters were searched")
    data_sha256: str = Field(description="hash of all that was measured on")
    notes: list[str] = Field(description="sentences about what was left out, in English")
    rows: list[MeasureModel] = Field(description="the figures")
    cost: dict[str, dict[str, int | float]] = Field(
        description="what of cost -> system -> value; empty if it was not measured"
    )


class ShownModel(Model):
    """A quote as it was shown."""

    doc_id: str = Field(description="its letter")
    start: int = Field(description="where it begins in the letter's regular text")
    end: int = Field(description="where it ends")
    text: str = Field(description="its words")


class RightModel(Model):
    """What is right instead."""

    doc_id: str = Field(description="the letter")
    start: int = Field(description="where the words begin in the letter's regular text")
    end: int = Field(description="where they end")
    unit: str = Field(description="label of the unit")
    text: str = Field(description="the words")


class NowhereModel(Model):
    """No letter answers."""

    doc_id: None = Field(description="null")


class FeedbackEntryModel(Schema1):
    """An answer that a person finds wrong, as a line of the feedback file."""

    time: str = Field(description="when it was noted, ISO, UTC")
    question: str = Field(description="as it was understood")
    filter: dict[str, list[str] | str | bool] = Field(description="which letters were searched")
    found: bool = Field(description="whether there was an answer")
    shown: list[ShownModel] = Field(description="the quotes that were shown")
    right: RightModel | NowhereModel | None = Field(
        description="what is right, if the person knows it"
    )
    note: str = Field(description="in the person's words")

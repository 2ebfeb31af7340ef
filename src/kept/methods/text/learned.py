"""Learning from settled matters which class a text belongs to, and saying how sure that is and why.

A linear model over TF-IDF of words and pairs of characters: multinomial logistic regression, its
probabilities calibrated by one temperature (C. Guo et al.: On Calibration of Modern Neural Networks, 2017).
Training needs scikit-learn; using what was learned needs numpy alone.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

from .words import terms

MOST_TERMS = 20_000
SHOWN_TERMS = 4
TEMPERATURES = tuple(round(0.3 + 0.1 * step, 1) for step in range(28))


class TooLittle(ValueError):
    """Fewer than two classes, or a text set too small to hold some back."""


@dataclass(frozen=True)
class Learned:
    """Coefficients and words, nothing that could run."""

    classes: tuple[str, ...]
    places: dict[str, int]
    rarities: Any
    weights: Any
    bias: Any
    temperature: float


@dataclass(frozen=True)
class Likely:
    """The likeliest class of a text, how sure that is, and the words that speak for it."""

    label: str
    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class ClassMeasure:
    """How a class did on texts that were held back; None where there is no data."""

    label: str
    count: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True)
class Measured:
    """What a model that saw only the older texts said of the newer ones."""

    trained_on: int
    tested_on: int
    accuracy: float
    baseline: float
    classes: tuple[ClassMeasure, ...]


def learn(texts: Sequence[str], labels: Sequence[str], *, seed: int, temperature: float = 1.0) -> Learned:
    """Learn from labelled texts. The same texts and seed give the same model."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    if len(set(labels)) < 2:
        raise TooLittle
    counted = TfidfVectorizer(
        analyzer=terms, sublinear_tf=True, min_df=2 if len(texts) > 50 else 1, max_features=MOST_TERMS
    )
    rows = counted.fit_transform(texts)
    fitted = LogisticRegression(C=8.0, max_iter=400, random_state=seed).fit(rows, labels)
    weights, bias = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # one line parts two classes: half of it for each side
        import numpy

        weights, bias = numpy.vstack([-weights, weights]) / 2, numpy.concatenate([-bias, bias]) / 2
    places = {term: int(place) for term, place in counted.vocabulary_.items()}
    return Learned(tuple(map(str, fitted.classes_)), places, counted.idf_, weights, bias, temperature)


def measure(texts: Sequence[str], labels: Sequence[str], *, seed: int) -> tuple[Measured, float]:
    """Learn from the oldest 70 %, calibrate on the next 10 %, test on the newest 20 %. Oldest come first.

    Beside it stands the baseline: always the class that was most frequent before.
    """
    first, second = int(len(texts) * 0.7), int(len(texts) * 0.8)
    if first < 2 or second >= len(texts):
        raise TooLittle
    model = learn(texts[:first], labels[:first], seed=seed)
    temperature = _calibrated(model, texts[first:second], labels[first:second])
    usual = Counter(labels[:second]).most_common(1)[0][0]
    truth = labels[second:]
    said = [likely(model, text).label for text in texts[second:]]
    right = sum(a == b for a, b in zip(said, truth, strict=True))
    plain = sum(usual == b for b in truth)
    classes = tuple(_of_class(label, said, truth) for label in sorted(set(truth) | set(said)))
    return Measured(second, len(truth), right / len(truth), plain / len(truth), classes), temperature


def likely(model: Learned, text: str) -> Likely:
    """The likeliest class. A text without one known word is as likely as the classes are alone."""
    import numpy

    counted = Counter(term for term in terms(text) if term in model.places)
    names = list(counted)
    places = [model.places[name] for name in names]
    values = numpy.array([(1 + log(counted[name])) * model.rarities[model.places[name]] for name in names])
    length = sqrt(float((values**2).sum()))
    values = values / length if length else values
    shares = model.weights[:, places] * values if names else numpy.zeros((len(model.classes), 0))
    odds = (shares.sum(axis=1) + model.bias) / model.temperature
    chances = numpy.exp(odds - odds.max())
    chances = chances / chances.sum()
    best = int(chances.argmax())
    pull = shares[best] - shares.mean(axis=0)
    order = sorted(range(len(names)), key=lambda place: (-pull[place], names[place]))
    why = tuple(names[place] for place in order if pull[place] > 0)[:SHOWN_TERMS]
    return Likely(model.classes[best], float(chances[best]), why)


def packed(model: Learned) -> bytes:
    """Arrays of numbers and letters in one file. No pickle: reading it cannot run anything."""
    import numpy

    made = io.BytesIO()
    ordered = sorted(model.places, key=lambda term: model.places[term])
    numpy.savez_compressed(
        made,
        classes=numpy.array(model.classes),
        terms=numpy.array(ordered),
        rarities=model.rarities.astype("float32"),
        weights=model.weights.astype("float32"),
        bias=model.bias.astype("float32"),
        temperature=numpy.array([model.temperature]),
    )
    return made.getvalue()


def unpacked(content: bytes) -> Learned:
    import numpy

    with numpy.load(io.BytesIO(content), allow_pickle=False) as kept:
        return Learned(
            tuple(map(str, kept["classes"])),
            {str(term): place for place, term in enumerate(kept["terms"])},
            kept["rarities"],
            kept["weights"],
            kept["bias"],
            float(kept["temperature"][0]),
        )


def _calibrated(model: Learned, texts: Sequence[str], labels: Sequence[str]) -> float:
    """The temperature at which what came true was least surprising."""
    known = [(text, label) for text, label in zip(texts, labels, strict=True) if label in model.classes]
    if not known:
        return 1.0
    odds = [(_odds(model, text), model.classes.index(label)) for text, label in known]

    def surprise(temperature: float) -> float:
        total = 0.0
        for row, true in odds:
            scaled = [(each - max(row)) / temperature for each in row]
            total += log(sum(map(exp, scaled))) - scaled[true]
        return total

    return min(TEMPERATURES, key=surprise)


def _odds(model: Learned, text: str) -> list[float]:
    """Log odds before calibration, for each class."""
    counted = Counter(term for term in terms(text) if term in model.places)
    values = {
        model.places[name]: (1 + log(often)) * float(model.rarities[model.places[name]])
        for name, often in counted.items()
    }
    length = sqrt(sum(value * value for value in values.values())) or 1.0
    return [
        float(bias) + sum(float(row[place]) * value / length for place, value in values.items())
        for row, bias in zip(model.weights, model.bias, strict=True)
    ]


def _of_class(label: str, said: Sequence[str], truth: Sequence[str]) -> ClassMeasure:
    both = sum(a == b == label for a, b in zip(said, truth, strict=True))
    named, there = said.count(label), truth.count(label)
    return ClassMeasure(label, there, both / named if named else None, both / there if there else None)

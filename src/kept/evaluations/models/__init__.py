"""Nouns of evaluation: the model and what stands in it, and evaluations by it."""

from .designs import Criterion, EvaluationModel, PairJudgement, VetoRule
from .runs import EvaluatedObject, Evaluation, Figure, Mark, Veto

__all__ = [
    "Criterion",
    "EvaluatedObject",
    "Evaluation",
    "EvaluationModel",
    "Figure",
    "Mark",
    "PairJudgement",
    "Veto",
    "VetoRule",
]

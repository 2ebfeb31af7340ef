"""Evaluation by several criteria: weights from judgement or data, scores, ranks, and how firm they are."""

from .entropy import Entropy, benefit_scale, blended, entropy_weights
from .fuzzy import Operator, fuzzy_result, grade_score, membership_of_score, membership_of_votes, normalised
from .intervals import Interval, weight_intervals
from .pairs import (
    RANDOM_INDEX,
    Doubt,
    Matrix,
    NotReciprocal,
    PairMethod,
    Weighed,
    doubtful_judgement,
    reciprocal_matrix,
    together,
    weigh,
)
from .ranks import Side, compare_sides, ranks
from .topsis import Closeness, topsis
from .trees import Branch, Reading, WeightsDoNotAddUp, leaf_weights, roll_up

__all__ = [
    "RANDOM_INDEX",
    "Branch",
    "Closeness",
    "Doubt",
    "Entropy",
    "Interval",
    "Matrix",
    "NotReciprocal",
    "Operator",
    "PairMethod",
    "Reading",
    "Side",
    "Weighed",
    "WeightsDoNotAddUp",
    "benefit_scale",
    "blended",
    "compare_sides",
    "doubtful_judgement",
    "entropy_weights",
    "fuzzy_result",
    "grade_score",
    "leaf_weights",
    "membership_of_score",
    "membership_of_votes",
    "normalised",
    "ranks",
    "reciprocal_matrix",
    "roll_up",
    "together",
    "topsis",
    "weigh",
    "weight_intervals",
]

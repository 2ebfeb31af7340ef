"""What numbers say, and how sure one may be."""

from .comparing import Difference, compare_proportions
from .describing import Description, describe, nearest_rank, sample_sd
from .distributions import normal_quantile, student_quantile
from .intervals import Interval, mean_interval, poisson_interval, wilson_interval
from .ratios import rate_ratio
from .sampling import (
    PostStratified,
    Stratum,
    design_effect,
    invitations_needed,
    post_stratified_mean,
    sample_for_mean,
    sample_for_proportion,
)
from .satisfaction import PromoterScore, acsi, cronbach_alpha, promoter_score, ratio_index, weighted_index
from .scoring import band_score, composite_score, linear_score, score_of_scale

__all__ = [
    "Description",
    "Difference",
    "Interval",
    "PostStratified",
    "PromoterScore",
    "Stratum",
    "acsi",
    "band_score",
    "compare_proportions",
    "composite_score",
    "cronbach_alpha",
    "describe",
    "design_effect",
    "invitations_needed",
    "linear_score",
    "mean_interval",
    "nearest_rank",
    "normal_quantile",
    "poisson_interval",
    "post_stratified_mean",
    "promoter_score",
    "rate_ratio",
    "ratio_index",
    "sample_for_mean",
    "sample_for_proportion",
    "sample_sd",
    "score_of_scale",
    "student_quantile",
    "weighted_index",
    "wilson_interval",
]

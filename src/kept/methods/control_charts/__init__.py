"""Control charts: limits from the data themselves, and the runs that tell a signal from noise."""

from .charts import ChartPoint, ControlChart, p_chart, u_chart, xmr_chart
from .runs import NELSON, WESTERN_ELECTRIC, Signal, SignalRule, signals

__all__ = [
    "NELSON",
    "WESTERN_ELECTRIC",
    "ChartPoint",
    "ControlChart",
    "Signal",
    "SignalRule",
    "p_chart",
    "signals",
    "u_chart",
    "xmr_chart",
]

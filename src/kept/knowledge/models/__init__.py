"""Articles and scripts with their versions, contingency plans, and the index by which texts are found."""

from .articles import Article, ArticleUse, Version, Wish
from .index import Indexed, Posting
from .plans import Activation, ContingencyPlan
from .scripts import Script, ScriptVersion

__all__ = [
    "Activation",
    "Article",
    "ArticleUse",
    "ContingencyPlan",
    "Indexed",
    "Posting",
    "Script",
    "ScriptVersion",
    "Version",
    "Wish",
]

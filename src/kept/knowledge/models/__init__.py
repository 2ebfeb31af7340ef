"""Articles with their versions, scripts with theirs, and the index by which texts are found."""

from .articles import Article, ArticleUse, Version, Wish
from .index import Indexed, Posting
from .scripts import CompanyName, Script, ScriptVersion

__all__ = [
    "Article",
    "ArticleUse",
    "CompanyName",
    "Indexed",
    "Posting",
    "Script",
    "ScriptVersion",
    "Version",
    "Wish",
]

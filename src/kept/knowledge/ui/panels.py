from kept.kernel.web.panels import record_type

from ..models import Article

record_type("knowledge.article", model=Article, permission="knowledge.read")

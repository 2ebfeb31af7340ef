from kept.kernel.web.panels import record_type

from ..models import Article, ContingencyPlan

record_type("knowledge.article", model=Article, permission="knowledge.read")
record_type("knowledge.contingencyplan", model=ContingencyPlan, permission="knowledge.read")

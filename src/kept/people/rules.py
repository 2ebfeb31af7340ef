"""Names of the built-in roles."""

ROLE_WORDS: dict[str, dict[str, str]] = {
    "general_manager": {"zh-hans": "总经理", "zh-hant": "總經理", "en": "General manager"},
    "branch_manager": {"zh-hans": "分公司经理", "zh-hant": "分公司經理", "en": "Branch manager"},
    "service_manager": {"zh-hans": "客服主管", "zh-hant": "客服主管", "en": "Service manager"},
    "clerk": {"zh-hans": "客服员", "zh-hant": "客服人員", "en": "Customer-service clerk"},
    "document_clerk": {"zh-hans": "单证员", "zh-hant": "單證人員", "en": "Document clerk"},
    "dispatcher": {"zh-hans": "调度员", "zh-hant": "調度人員", "en": "Dispatcher"},
    "warehouse": {"zh-hans": "仓库员", "zh-hant": "倉庫人員", "en": "Warehouse staff"},
    "finance": {"zh-hans": "财务", "zh-hant": "財務", "en": "Finance"},
    "admin": {"zh-hans": "系统管理员", "zh-hant": "系統管理員", "en": "Administrator"},
    "telephone": {"zh-hans": "电话系统", "zh-hant": "電話系統", "en": "Telephone system"},
    "client": {"zh-hans": "客户企业用户", "zh-hant": "委託客戶使用者", "en": "Client"},
    "subcontractor": {"zh-hans": "分包商用户", "zh-hant": "分包商使用者", "en": "Subcontractor"},
}

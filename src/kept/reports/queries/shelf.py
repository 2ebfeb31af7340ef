"""All kinds of report, in the order in which they are offered."""

from . import volume  # noqa: F401, isort: skip
from . import operations  # noqa: F401, isort: skip
from . import complaints  # noqa: F401, isort: skip
from . import customer  # noqa: F401, isort: skip
from . import work  # noqa: F401, isort: skip
from . import satisfaction  # noqa: F401, isort: skip
from . import receivables  # noqa: F401, isort: skip
from . import market  # noqa: F401, isort: skip
from . import tracking  # noqa: F401, isort: skip
from . import printed  # noqa: F401, isort: skip

"""The exception for what the user can mend, under the name benchmarks and servers import it by."""

from loom_reports.errors import LoomError

__all__ = ["LoomError"]

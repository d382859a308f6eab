"""The one exception whose message is written for the user: it is shown without a traceback."""

from __future__ import annotations


class LoomError(Exception):
    """Something the user can mend. The message names the value, what is accepted and what to do."""

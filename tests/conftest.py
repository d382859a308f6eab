"""Shared by all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

pytest_plugins = "pytester"

# A busy machine must not decide whether an example passes.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

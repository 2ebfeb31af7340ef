"""Models and migrations tell the same."""

import os
import subprocess
import sys
from pathlib import Path


def test_no_migration_is_missing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kept.config.settings",
        "KEPT_DATA": str(tmp_path),
        "DATABASE_URL": "",
    }

    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout + told.stderr

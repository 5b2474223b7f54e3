"""Inglenook's runtime: sound enters as chunks, an action leaves; see the folder names for the way between."""

import os

# ONNX Runtime's official builds report to Microsoft unless this is set before they are loaded (their Privacy.md).
# Nothing here may talk to anybody.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

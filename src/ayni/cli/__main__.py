"""``python -m ayni.cli`` is the ``ayni`` command."""

import sys

from ayni.cli.main import main

sys.exit(main())

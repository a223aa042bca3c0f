"""`python -m bot` is the gpt-to-aws command."""

import sys

from bot.cli import main

sys.exit(main())

"""Where the packed program starts."""

import sys

from crm_desktop.__main__ import main

sys.exit(main())

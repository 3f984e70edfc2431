"""Importing without Qt for Python reading along; imported before anything else of ours.

Qt for Python reads the source of every module that is imported after it, to see whether it might use the switch
`__feature__`, which nothing here does. That takes 0.3 ms a module, a fifth of what loading takes before the
first paint.
"""

import sys

_watching = sys.modules.get("shibokensupport.feature")
if _watching is not None:
    vars(_watching)["feature_imported"] = lambda _module: None

"""Importing without Qt for Python reading along; imported before anything else of ours.

Qt for Python puts itself between every import and Python, to see whether a module might use the switch `__feature__`,
which nothing here does: it reads the source of each module, a fifth of what loading takes before the first paint, and
makes an import that finds its module loaded already twenty times as dear. Those are many: each in a function, and one
inside of Python for each `strftime`.
"""

import builtins

_without = vars(builtins).get("__orig_import__")
if _without is not None:
    builtins.__import__ = _without

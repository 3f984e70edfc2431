"""How the program is put together, in the parts that `app.py` joins: nothing else may import all rooms."""

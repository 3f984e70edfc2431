"""What people see: the only room with PySide6 besides `app.py`."""

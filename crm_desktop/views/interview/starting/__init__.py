"""Starting an interview: the dialog, and who opens it wherever somebody asks for one."""

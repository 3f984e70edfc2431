"""The list of processes, and the ways in which a new one begins. The editor of one process is `views/diagram`."""

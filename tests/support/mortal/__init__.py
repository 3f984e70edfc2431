"""Real processes to kill, stop and starve: forked from one that has loaded everything, so that a life costs little."""

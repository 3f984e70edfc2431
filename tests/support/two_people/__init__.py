"""Two people with a whole program each, a real server, and proxies between that cut, delay and dribble."""

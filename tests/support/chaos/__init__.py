"""A whole organisation under everything that can happen to it: real server, real replicas, faults, and an oracle."""

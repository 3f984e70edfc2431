"""Discrete-event simulation of a map: what goes in, one run, what comes out. Pure: no Qt, no store, no process."""

"""The simulation of the open map: what it is told, how it runs, what it says, and tokens that run over the map."""

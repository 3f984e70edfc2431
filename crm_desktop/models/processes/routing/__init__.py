"""Orthogonal routes for flows: shapes first, a search where they fail, parallel runs apart. Pure geometry."""

"""What a study of a client's processes decides: goals, organisation, scope, gaps, costs. Pure functions on values."""

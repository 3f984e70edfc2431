"""Stories that a person lives through, on real servers, real clients and real windows."""

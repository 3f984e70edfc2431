"""A visit to a client's site, offline, through the real windows: from preparing to a colleague who goes on with it."""

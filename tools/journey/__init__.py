"""A rep's day through the real windows: what `dev.py demo --headless` shows and an end-to-end test proves."""

"""Fixtures and helpers that tests share; nothing here knows the business."""

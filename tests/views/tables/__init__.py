"""Tests of crm_desktop.views.tables."""

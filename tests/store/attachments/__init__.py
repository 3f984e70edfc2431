"""Tests of the contents of attachments on the device."""

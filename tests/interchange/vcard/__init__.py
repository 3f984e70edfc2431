"""Tests of vCards in and out."""

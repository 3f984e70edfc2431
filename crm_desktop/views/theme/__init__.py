"""Colours, fonts, sizes, shadows and icons, read from the design tokens."""

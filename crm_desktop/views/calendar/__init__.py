"""The calendar as screens use it: canvases of hours and of a month, and what a person does with an entry."""

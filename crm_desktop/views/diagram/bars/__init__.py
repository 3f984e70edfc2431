"""What stands at the edges of the editor's page: its top line, finding, comparing, checks, exports."""

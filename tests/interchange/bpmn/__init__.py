"""BPMN files in and out."""

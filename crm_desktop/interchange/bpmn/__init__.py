"""BPMN 2.0 files in and out. What is not understood stays in the document and goes out with it."""

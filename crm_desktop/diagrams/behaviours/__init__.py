"""What follows from what people do to a map: one consequence a file."""

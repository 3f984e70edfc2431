"""The part of a study that says what its report still lacks, shows it, and saves it as DOCX or PDF."""

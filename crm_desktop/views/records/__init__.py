"""What shows one record: its panel, its page and the parts of both, built from the declarations."""

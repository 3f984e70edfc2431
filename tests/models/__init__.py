"""The shared models: values, rules, merge, import."""

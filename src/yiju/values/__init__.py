"""Pure functions for each kind of value: text in; a typed value, or a stated refusal, out."""

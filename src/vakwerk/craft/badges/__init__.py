"""A level that was reached, signed so that anybody can check it: Open Badges 3.0."""

"""The pages of frameworks: reading for everybody, describing for coordinators."""

"""The first page of running an academy."""

"""Knowledge from inside and outside, tuned to the place where it is used."""

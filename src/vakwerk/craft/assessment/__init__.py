"""An assessor looks at evidence, behaviour by behaviour, and a level is reached or not."""

"""What can be wrong with what was given? Each fault names its place and its reason."""


class InputError(ValueError):
    """The tables or the publication cannot be used.

    ``path``: where, as in ``people[3].waves.w1.answers.QC01``; ``reason``: why, as one sentence.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason

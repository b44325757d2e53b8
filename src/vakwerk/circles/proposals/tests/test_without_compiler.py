"""Do the pages of a proposal do without the compiler, which takes a second and sixty megabytes to load?"""

import sys

import pytest
from django.test import Client
from django.urls import reverse

from vakwerk.circles.composing.tests.rounds import make_round, propose
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy


@pytest.mark.django_db
def test_looking_at_a_proposal_and_trying_moves_loads_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    academy = an_academy()
    with in_academy(academy):
        made = make_round()
        proposal = propose(made, (0, 1, 2, 3, 4, 5), (6, 7, 8, 9, 10, 11))
    visitor = Client()
    visitor.force_login(made.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    compiled = ("numba", "llvmlite", "circlemix.kernels", "circlemix.fast")
    for name in [name for name in sys.modules if name.startswith(compiled)]:
        monkeypatch.delitem(sys.modules, name)
    # None is how an import is made to fail.
    monkeypatch.setitem(sys.modules, "numba", None)
    here = [made.round.pk, proposal.number]
    femke, hanna = made.people[0].pk, made.people[9].pk
    for address in (
        reverse("circles:compose", args=["apeldoorn", made.round.pk]),
        reverse("circles:proposal", args=["apeldoorn", *here]),
        reverse("circles:proposal", args=["apeldoorn", *here]) + f"?person={femke}&act=swap&other={hanna}",
        reverse("circles:person_in_proposal", args=["apeldoorn", *here, femke]),
        reverse("circles:publish_proposal", args=["apeldoorn", *here]),
    ):
        assert visitor.get(address).status_code == 200, address

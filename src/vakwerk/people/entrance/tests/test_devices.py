"""Does somebody recognise their device?"""

import pytest

from vakwerk.people.entrance.devices import device_name


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", ("Edge", "Windows")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605", ("Safari", "Mac")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604", ("Safari", "iPhone")),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140 Mobile Safari/537", ("Chrome", "Android")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_gets_the_name_people_know(user_agent: str, name: tuple[str, str]) -> None:
    assert device_name(user_agent) == name

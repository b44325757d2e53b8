"""What does every answer carry, whatever the page?"""

import gzip

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from vakwerk.foundation.middleware import CompressionMiddleware

LONG = "Vakwerk zegt bij elke stap waarom. " * 40


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/hulp/", "/account/login/", "/nergens/", "/robots.txt", f"{settings.STATIC_URL}vakwerk/icon.svg"],
)
def test_no_page_may_ask_for_camera_place_or_payment(client: Client, path: str) -> None:
    policy = client.get(path).headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()"} <= set(policy)
    # Signing in with a passkey must go on.
    assert "publickey-credentials-get=(self)" in policy


@pytest.mark.django_db
def test_a_page_travels_compressed_and_its_length_tells_nothing(client: Client) -> None:
    answers = [client.get("/hulp/", headers={"Accept-Encoding": "gzip, br"}) for _ in range(12)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert "Accept-Encoding" in answers[0].headers["Vary"]
    assert "<html" in gzip.decompress(answers[0].content).decode()
    assert len(answers[0].content) < len(gzip.decompress(answers[0].content)) / 2
    assert len({len(answer.content) for answer in answers}) > 1
    assert "Content-Encoding" not in client.get("/hulp/").headers


def answered(response: HttpResponse | StreamingHttpResponse) -> HttpResponse | StreamingHttpResponse:
    """Return a response as it leaves to a browser that takes gzip."""
    request: HttpRequest = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    middleware = CompressionMiddleware(lambda _request: response)
    left = middleware(request)
    assert isinstance(left, HttpResponse | StreamingHttpResponse)
    return left


@pytest.mark.parametrize(
    ("kind", "compressed"),
    [
        ("text/html; charset=utf-8", True), ("text/csv", True), ("text/calendar", True), ("application/json", True),
        ("application/ld+json", True), ("application/pdf", False), ("image/png", False),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
    ],
)  # fmt: skip
def test_text_is_compressed_and_what_is_compressed_already_is_not(kind: str, compressed: bool) -> None:
    assert ("Content-Encoding" in answered(HttpResponse(LONG, content_type=kind)).headers) is compressed


def test_what_comes_in_parts_is_compressed_in_parts() -> None:
    left = answered(StreamingHttpResponse([LONG, LONG], content_type="text/csv"))
    assert isinstance(left, StreamingHttpResponse)
    assert gzip.decompress(b"".join(left)) == (LONG * 2).encode()


def test_a_compressed_answer_has_a_weak_etag() -> None:
    response = HttpResponse(LONG, content_type="text/calendar", headers={"ETag": '"abc"'})
    assert answered(response).headers["ETag"] == 'W/"abc"'

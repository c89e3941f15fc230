"""What differs between any two answers, whoever says what: tokens of forms, nonces, dates."""

import re

NOISE = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(r"(?:Set-Cookie: )?(?:csrftoken|sessionid|messages)=[^;\n]+;[^\n]*"),
    re.compile(r"nonce-[\w+/=-]+|nonce=\"[^\"]+\""),
    re.compile(r"^Date: .*$", re.MULTILINE),
    re.compile(r"^RateLimit: .*$", re.MULTILINE),  # what is left counts down with each request
)


def without_noise(words: str) -> str:
    for pattern in NOISE:
        words = pattern.sub("", words)
    return words

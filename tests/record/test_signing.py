"""The key that signs checkpoints."""

import io
import stat
import threading

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from record.signing import FORMER_KEYS, key_name, public_keys, public_pem, signing_key
from record.signing import trusted_keys as trusted


def test_the_key_is_made_on_first_use_for_its_owner_alone(tmp_path):
    file = tmp_path / "folder" / "key.pem"
    key = signing_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in file.parent.iterdir()] == ["key.pem"]
    assert key_name(signing_key(file).public_key()) == key_name(key.public_key())


def test_processes_that_begin_together_go_on_with_one_key(tmp_path):
    prints, file = set(), tmp_path / "key.pem"
    start = threading.Barrier(4)

    def one():
        start.wait()
        prints.add(key_name(signing_key(file).public_key()))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(prints) == 1


def test_a_provided_key_that_others_can_read_is_used_with_a_warning(tmp_path, caplog):
    file = tmp_path / "key.pem"
    signing_key(file)
    file.chmod(0o644)
    signing_key(file)
    assert "give it mode 600" in caplog.text


def other_key(encryption=None):
    return generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption()
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no unencrypted private key"),
        (b"\x00\xff", "no unencrypted private key"),
        (other_key(), "not an Ed25519 key"),
        (other_key(BestAvailableEncryption(b"x")), "no unencrypted private key"),
    ],
)
def test_another_file_is_refused_with_what_to_do(tmp_path, content, message):
    file = tmp_path / "key.pem"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(ImproperlyConfigured, match=message):
        signing_key(file)
    assert file.read_bytes() == content, "and it is not replaced"


def test_a_folder_instead_of_a_key_is_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="can't be read"):
        signing_key(tmp_path)


def test_former_keys_are_trusted_beside_our_own(tmp_path):
    file = tmp_path / "key.pem"
    assert trusted(file) == {}, "checking makes no key"
    own = signing_key(file).public_key()
    former = [Ed25519PrivateKey.generate().public_key() for _ in range(2)]
    (tmp_path / FORMER_KEYS).write_text("".join(public_pem(key) for key in former))
    assert set(trusted(file)) == {key_name(key) for key in (own, *former)}


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----"]
)
def test_a_file_without_public_keys_is_refused(content):
    with pytest.raises(ImproperlyConfigured, match="public key"):
        public_keys(content, "keys.pem")


def test_the_public_key_can_be_exported(tmp_path, settings):
    settings.RECORD_SIGNING_KEY_FILE = tmp_path / "key.pem"
    out, err = io.StringIO(), io.StringIO()
    call_command("record_public_key", stdout=out, stderr=err)
    (key,) = public_keys(out.getvalue().encode(), "output")
    assert key_name(key) in err.getvalue()
    assert "PRIVATE" not in out.getvalue()

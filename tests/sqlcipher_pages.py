"""Reads the pages of a SQLCipher file as a forensic laboratory with the key would: free pages and WAL too."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED = 4096, 80  # of the reserved bytes the first 16 are the page's IV
SALT = 16  # at the start of the first page, instead of its ciphertext
WAL_HEAD, FRAME_HEAD = 32, 24


def every_page(file: Path, key: bytes) -> bytes:
    """All pages of the file and of its WAL, decrypted, whether in use or not."""
    content = file.read_bytes()
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    clear = [_decrypted(page, key, first=number == 0) for number, page in enumerate(pages)]
    wal = file.with_name(file.name + "-wal")
    if wal.exists():
        frames = wal.read_bytes()[WAL_HEAD:]
        for at in range(0, len(frames), FRAME_HEAD + PAGE):
            number = int.from_bytes(frames[at : at + 4], "big")
            clear.append(_decrypted(frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE], key, first=number == 1))
    return b"".join(clear)


def _decrypted(page: bytes, key: bytes, *, first: bool) -> bytes:
    body, iv = page[SALT if first else 0 : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(body) + decryptor.finalize()

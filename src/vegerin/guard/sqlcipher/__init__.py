"""Django's SQLite backend over SQLCipher: every page of the file is encrypted and authenticated."""

"""The lists of others: releases, rows, differences between releases."""

"""What scrlearn raises: one base, and a kind for each thing a person can put right; and the one thing it warns of."""

import warnings


class ScrlearnError(Exception):
    """Something a person can put right; the message names the place, the value and what to do."""


class TableError(ScrlearnError):
    """A table does not hold what :mod:`scrlearn.tables` says it holds."""


class CollectionError(ScrlearnError):
    """A folder or workbook is no collection, or cannot take what is being added."""


class DocumentError(ScrlearnError):
    """A document cannot be read."""


class CodebookError(ScrlearnError):
    """A codebook's themes, rules or examples do not hold together."""


class FileError(ScrlearnError):
    """A file cannot be opened or written."""


class SensitiveWarning(UserWarning):
    """What is published or about to be shown holds something that looks like personal details."""


# Otherwise Python would show it once, and hide it when the same is done again. What somebody else asks for comes first.
warnings.simplefilter("always", SensitiveWarning, append=True)

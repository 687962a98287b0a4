"""The error tree. A message is one line that says what is wrong, where, and what to do if that is known."""


class DetenteError(Exception):
    """Root of every error that detente raises on purpose."""


class InputError(DetenteError):
    """A path, file, column, date or option cannot be used."""


class CodebookError(DetenteError):
    """A codebook file breaks the codebook's own rules; the message names file and key or line."""


class ReaderError(DetenteError):
    """The reader's weights are missing, damaged or of another version."""


class StoreError(DetenteError):
    """A store is missing, damaged, unwritable or of a newer version; the message says where."""


class ForecastError(DetenteError):
    """A question cannot be answered from the history, or a scenario does not hold together."""

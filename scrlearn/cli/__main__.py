"""The same as ``scrlearn``, for where only Python is on the path."""

from scrlearn.cli import main

if __name__ == "__main__":
    main()

"""
Refuses the network to a process and to all that it starts, and writes down what was asked for.

Python imports a module of this name as it starts. Nothing is refused unless ``ASKED_FOR`` names a file to write to.
"""

import os
import socket
import sys

_AT_HOME = (socket.AF_UNIX,) if hasattr(socket, "AF_UNIX") else ()
_ELSEWHERE = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def _refuse(event: str, arguments: tuple) -> None:
    is_one = event == "socket.__new__" and arguments[1] not in _AT_HOME
    if (is_one or event in _ELSEWHERE) and "ASKED_FOR" in os.environ:
        with open(os.environ["ASKED_FOR"], "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(f"{event} {arguments[1:]}\n")
        raise OSError("the network is refused")


# Not to be got round: it is asked before the operating system is.
sys.addaudithook(_refuse)

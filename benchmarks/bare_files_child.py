"""The reference of `bench_attachments`: the least a server of files can be (`… bare_files_child DIR`).

It writes what is PUT to one file, waits for the disk, and gives it out again; it prints its port.
"""

from __future__ import annotations

import os
import shutil
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

_STEP = 1024 * 1024


class Handler(BaseHTTPRequestHandler):
    """One file."""

    protocol_version = "HTTP/1.1"
    path_of_file = Path()

    def do_PUT(self) -> None:
        """Keep the body."""
        left = int(self.headers["Content-Length"])
        with self.path_of_file.open("wb") as stream:
            while left:
                part = self.rfile.read(min(_STEP, left))
                stream.write(part)
                left -= len(part)
            stream.flush()
            os.fsync(stream.fileno())
        self.send_response(204)
        self.end_headers()

    def do_GET(self) -> None:
        """Give it back."""
        self.send_response(200)
        self.send_header("Content-Length", str(self.path_of_file.stat().st_size))
        self.end_headers()
        with self.path_of_file.open("rb") as stream:
            shutil.copyfileobj(stream, self.wfile, _STEP)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until killed."""
    Handler.path_of_file = Path(sys.argv[1]) / "bare"
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

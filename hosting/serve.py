#!/usr/bin/env python3
"""Serves the folder that this file lies in to this machine alone: python3 serve.py [PORT] [--no-browser]

Needs Python 3.7 or newer and nothing else. The port stays the same from one time to the next (8321), as browsers keep
what a page has stored, models too, by the address that it came from.
"""

import functools
import http.server
import os
import sys
import webbrowser

PORT = 8321


class Handler(http.server.SimpleHTTPRequestHandler):
    # What some systems' own tables get wrong, and modules and WebAssembly do not forgive.
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        '.js': 'text/javascript',
        '.mjs': 'text/javascript',
        '.css': 'text/css',
        '.json': 'application/json',
        '.webmanifest': 'application/manifest+json',
        '.wasm': 'application/wasm',
        '.svg': 'image/svg+xml',
    }

    def end_headers(self):
        # With these a page may share memory with its workers.
        self.send_header('Cross-Origin-Opener-Policy', 'same-origin')
        self.send_header('Cross-Origin-Embedder-Policy', 'require-corp')
        self.send_header('Cache-Control', 'no-cache')
        super().end_headers()

    def log_message(self, format, *args):
        pass


def main():
    numbers = [word for word in sys.argv[1:] if word.isdigit()]
    port = int(numbers[0]) if numbers else PORT
    folder = os.path.dirname(os.path.abspath(__file__))
    handler = functools.partial(Handler, directory=folder)
    try:
        server = http.server.ThreadingHTTPServer(('127.0.0.1', port), handler)
    except OSError as error:
        sys.exit(f'Port {port} cannot be had ({error.strerror}). It may be open already: http://localhost:{port}/')
    address = f'http://localhost:{server.server_address[1]}/'
    print(f'Quartet is at {address} on this machine, until this window is closed.', flush=True)
    if '--no-browser' not in sys.argv:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == '__main__':
    main()

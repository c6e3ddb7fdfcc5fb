"""Runs one contest program on test after test in one interpreter, each time as if the interpreter were new.

`load` compiles the submission, `run` executes it once on the file descriptors 0, 1 and 2, and `restore` puts back
whatever a program may have changed: globals, loaded modules, environment, files. Loaded once into every
interpreter, before the memory snapshot is taken.
"""

import atexit
import builtins
import decimal
import functools
import gc
import importlib.util
import io
import linecache
import os
import random
import shutil
import sys
import threading
import traceback
import types
import warnings

# What contest programs import: loaded before the snapshot, so that a new worker need not read them again.
import array, bisect, calendar, cmath, collections, copy, dataclasses, datetime, enum, fractions, heapq, itertools  # noqa: E401, F401
import json, math, numbers, operator, queue, re, statistics, string, struct, textwrap, time, typing  # noqa: E401, F401
import collections.abc  # noqa: F401

FILE = 'main.py'
HOME = '/home/pyodide'
SCRATCH = (HOME, '/tmp')
# Through these a program reaches the JavaScript around it; they load again when one is imported.
_BRIDGES = ('js', 'pyodide_js')

# CPython counts only Python frames; here `lru_cache` is Python too and takes a second frame for each level.
RECURSION_LIMIT = 2000

_compiled = None


def load(source):
    """Compiles the submission; returns the error's text, or None."""
    global _compiled
    lines = source.splitlines(keepends=True)
    linecache.cache[FILE] = (len(source), None, lines, FILE)
    _standing_linecache[FILE] = linecache.cache[FILE]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            _compiled = compile(source, FILE, 'exec', dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return ''.join(traceback.format_exception_only(error)).rstrip()
    return None


def run(argv, read_pipe=None, tracer=None):
    """Executes the submission once and returns its exit code.

    `read_pipe(size)` gives the next bytes of a piped input, suspending this whole call while there are none; without
    it the input is on file descriptor 0. `tracer` takes down what each line does.
    """
    main = types.ModuleType('__main__')
    main.__dict__['__builtins__'] = builtins
    main.__dict__['__file__'] = FILE
    sys.modules['__main__'] = main
    sys.argv[:] = [FILE, *argv]
    sys.path_importer_cache.pop(HOME, None)  # what stands beside the program was put there just now
    own_stdout = _open_streams()
    if read_pipe is not None:
        _pipe_stdin(read_pipe)
    if tracer is not None:
        own_stdout = sys.stdout = sys.__stdout__ = tracer.stdout.text()
        tracer.start()
    code = _execute(main.__dict__)
    if tracer is not None:
        tracer.stop(True)
    try:
        atexit._run_exitfuncs()
    except BaseException as error:
        _report(error)
    for stream in (sys.stdout, sys.stderr, own_stdout):
        try:
            stream.flush()
        except BaseException:  # closed by the program, or past the output limit
            pass
    return code


def closeFiles():
    """Ends the program's own objects, as the end of the process would: files that it left open are written."""
    main = sys.modules.pop('__main__', None)
    if main is not None:
        main.__dict__.clear()
    gc.collect()


def _execute(namespace):
    try:
        with warnings.catch_warnings():
            exec(_compiled, namespace)
        return 0
    except SystemExit as error:
        if error.code is None:
            return 0
        if isinstance(error.code, int):
            return int(error.code) & 0xFF
        print(error.code, file=sys.stderr)
        return 1
    except BaseException as error:
        _report(error)
        return 1


def _report(error):
    """Prints the traceback from the submission's first frame on, so that line numbers are those of its file."""
    frame = error.__traceback__
    while frame is not None and frame.tb_frame.f_code.co_filename != FILE:
        frame = frame.tb_next
    try:
        text = ''.join(traceback.format_exception(type(error), error, frame, limit=-16))
    except BaseException:
        text = f'{type(error).__name__}\n'
    try:
        sys.stdout.flush()
    except BaseException:
        pass
    try:
        os.write(2, text.encode('utf-8', 'replace'))
    except OSError:  # past the output limit
        pass


def _open_streams():
    """Opens the standard streams anew and returns stdout, which the program may replace without flushing it."""
    sys.stdin = sys.__stdin__ = open(0, encoding='utf-8', errors='surrogateescape', closefd=False)
    sys.stdout = sys.__stdout__ = open(1, 'w', encoding='utf-8', errors='surrogateescape', closefd=False)
    sys.stderr = sys.__stderr__ = io.TextIOWrapper(
        open(2, 'wb', buffering=0, closefd=False), encoding='utf-8', errors='backslashreplace', write_through=True
    )
    return sys.stdout


class _Pipe(io.RawIOBase):
    """A piped input, for the buffers of `io` to stand on."""

    def __init__(self, read):
        self._read = read

    def readable(self):
        return True

    def fileno(self):
        return 0

    def readinto(self, buffer):
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _pipe_stdin(read):
    """Lets every way to read the standard input wait. Below Python nothing can: C would not be suspended."""
    read_descriptor, open_file = os.read, builtins.open

    def read_any(fd, n):
        return read(n) if fd == 0 else read_descriptor(fd, n)

    def open_any(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        if file not in (0, '/dev/stdin') or set(mode) & set('wax+'):
            return open_file(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = _Pipe(read)
        if buffering == 0:
            return raw
        buffered = io.BufferedReader(raw)
        return buffered if 'b' in mode else io.TextIOWrapper(buffered, encoding or 'utf-8', errors, newline)

    os.read = read_any
    builtins.open = open_any
    sys.stdin = sys.__stdin__ = open_any(0, errors='surrogateescape')


# --- One interpreter for many tests -------------------------------------------------------------------------------


def restore():
    """Puts the interpreter back to where `remember` saw it; raises if what a program changed lies beyond it."""
    touched = [name for name in _BRIDGES if name in sys.modules]
    if touched:
        raise RuntimeError(f'the program reached the worker around this interpreter through {touched[0]}')
    sys.settrace(None)
    sys.setprofile(None)
    atexit._clear()
    for name in [name for name in sys.modules if name not in _standing_modules]:
        del sys.modules[name]
    sys.modules.update(_standing_modules)
    for module, names in _standing_names:
        now = module.__dict__
        if len(now) != len(names) or any(now.get(name) is not value for name, value in names.items()):
            module.__dict__.clear()
            module.__dict__.update(names)
    for container, content in _standing_lists:
        container[:] = content
    os.environ.clear()
    os.environ.update(_standing_environment)
    linecache.cache.clear()
    linecache.cache.update(_standing_linecache)
    random.setstate(_standing_random)
    decimal.setcontext(decimal.Context())
    sys.setrecursionlimit(RECURSION_LIMIT)
    sys.set_int_max_str_digits(4300)
    os.chdir(HOME)
    for folder in SCRATCH:
        _empty(folder)
    gc.enable()
    gc.collect()


def _empty(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


def remember():
    """Notes what `restore` puts back. Called once, after everything is patched and loaded."""
    global _standing_modules, _standing_names, _standing_lists, _standing_environment, _standing_linecache
    global _standing_random
    random.seed(0)
    sys.setrecursionlimit(RECURSION_LIMIT)
    os.makedirs('/tmp', exist_ok=True)
    for name in _BRIDGES:
        sys.modules.pop(name, None)
    _standing_environment = dict(os.environ)
    _standing_linecache = dict(linecache.cache)
    _standing_random = random.getstate()
    _standing_lists = [(sys.path, list(sys.path)), (sys.meta_path, list(sys.meta_path)), (sys.argv, [FILE])]
    sys.argv[:] = [FILE]
    _standing_modules = {name: module for name, module in sys.modules.items() if name != '__main__'}
    own = sys.modules.get(__name__)
    _standing_names = [
        (module, dict(module.__dict__))
        for module in _standing_modules.values()
        if isinstance(module, types.ModuleType) and module is not own
    ]
    gc.collect()
    gc.freeze()


# --- What contest programs take for granted and this interpreter does not give ------------------------------------


def _patch_recursive_caches():
    """`lru_cache` in C goes through WebAssembly's own, short stack and kills the interpreter some 400 levels deep."""
    spec = importlib.util.find_spec('functools')
    pure = importlib.util.module_from_spec(spec)
    compiled = sys.modules['_functools']
    sys.modules['_functools'] = None  # makes functools fall back to its Python versions
    try:
        spec.loader.exec_module(pure)
    finally:
        sys.modules['_functools'] = compiled
    bounded = pure._lru_cache_wrapper

    def lru_cache_wrapper(function, maxsize, typed, cache_info):
        if maxsize is not None or typed:
            return bounded(function, maxsize, typed, cache_info)
        cache = {}
        missing = object()
        hits = misses = 0

        def cached(*args, **named):
            nonlocal hits, misses
            key = (args, *named.items()) if named else args
            value = cache.get(key, missing)
            if value is not missing:
                hits += 1
                return value
            misses += 1
            value = cache[key] = function(*args, **named)
            return value

        def info():
            return cache_info(hits, misses, None, len(cache))

        def clear():
            nonlocal hits, misses
            cache.clear()
            hits = misses = 0

        cached.cache_info = info
        cached.cache_clear = clear
        return cached

    functools._lru_cache_wrapper = lru_cache_wrapper


def _patch_threads():
    """A thread that only raises the stack's size is a contest idiom; there are no threads, so it runs at once."""

    def start(self):
        self._started.set()
        self.run()

    threading.Thread.start = start
    threading.Thread.join = lambda self, timeout=None: None
    threading.Thread.is_alive = lambda self: False
    threading.stack_size = lambda size=0: 0


_patch_recursive_caches()
_patch_threads()
# 2³¹ − 1 here; programs use it as infinity and expect that of a 64-bit machine.
sys.maxsize = 2**63 - 1

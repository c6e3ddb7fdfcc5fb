"""Takes down what each line of a submission does, by `sys.settrace`. Read only when a run is to be traced."""

import collections
import decimal
import fractions
import io
import json
import sys
import time
import types

GENERATES = 0x20 | 0x80 | 0x200  # CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR
OPTIMIZED = 0x1  # CO_OPTIMIZED
# One-line functions: what they do shows in the line that calls them.
UNSEEN = ('<lambda>', '<genexpr>')
NOT_SHOWN = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, type)
MOST_FRAMES = 20_000


class Tracer:
    """Traces one run; `deliver(json)` is called once, when the program ends or too much was taken down."""

    def __init__(self, file, limits, deliver):
        self.file = file
        self.lines, self.ms, self.changes = limits['lines'], limits['ms'], limits['changes']
        self.room, self.value = limits['head'], limits['value']
        self.head, self.tail = [], collections.deque(maxlen=limits['tail'])
        self.deliver = deliver
        self.count = self.finished = 0
        self.last = None
        self.frames = {}
        self.globals = {}
        self.stdout = Counting()
        self.deadline = None

    def start(self):
        self.deadline = time.perf_counter() + self.ms / 1000
        sys.settrace(self.call)

    def stop(self, whole):
        if self.deadline is None:
            return
        self.deadline = None
        sys.settrace(None)
        try:
            self.deliver(self.told(whole))
        except BaseException:  # a program that changes what this stands on has no trace
            pass

    def told(self, whole):
        for state in reversed(self.frames.values()):
            self.finish(state)
        steps = [
            {'at': at, 'line': line, 'fn': fn[:100], 'changed': list(changed.items()), 'printed': printed}
            for at, line, fn, changed, printed in (*self.head, *self.tail)
        ]
        return json.dumps({'steps': steps, 'whole': whole})

    def guarded(self, act, *given):
        """An error in here would be the program's."""
        try:
            act(*given)
        except BaseException:
            self.stop(False)

    def call(self, frame, event, arg):
        code = frame.f_code
        if self.deadline is None or code.co_filename != self.file or code.co_name in UNSEEN:
            return None
        if not code.co_flags & OPTIMIZED and code.co_name != '<module>':  # a class's body
            return None
        self.guarded(self.enter, frame, code)
        return self.local

    def local(self, frame, event, arg):
        if self.deadline is None or frame not in self.frames:
            return None
        if event == 'line':
            self.guarded(self.line, frame)
        elif event == 'return':
            self.guarded(self.leave, frame, arg)
        elif event == 'exception' and not issubclass(arg[0], (StopIteration, GeneratorExit)):
            self.guarded(self.error, frame, arg)
        return self.local

    def enter(self, frame, code):
        if len(self.frames) > MOST_FRAMES:
            self.frames.clear()
        state = self.frames[frame] = State(frame, self.globals)
        if state.seen is self.globals or code.co_flags & GENERATES and frame.f_lasti > 2:
            return
        # What a function is given is what its first line does.
        state.step = self.begin(frame, code.co_firstlineno)
        self.look(frame, state)

    def line(self, frame):
        state = self.frames[frame]
        step = state.step
        # Again and again the same line: a comprehension, or a loop on one line.
        if step is not None and step is self.last and step[1] == frame.f_lineno:
            return
        self.look(frame, state)
        self.finish(state)
        state.step = self.begin(frame, frame.f_lineno)

    def leave(self, frame, result):
        state = self.frames.pop(frame)
        self.look(frame, state)
        shown = None if result is None else show(result, self.value)
        if shown is not None and state.step and not frame.f_code.co_flags & GENERATES:
            self.note(state.step, 'return', shown)
        self.finish(state)

    def error(self, frame, arg):
        state = self.frames[frame]
        kind, value, _ = arg
        said = show(value.args[0], self.value) if getattr(value, 'args', None) else None
        if state.step:
            self.note(state.step, 'error', f'{kind.__name__}: {said}' if said else kind.__name__)

    def begin(self, frame, line):
        if self.count >= self.lines or time.perf_counter() > self.deadline:
            self.stop(False)
            return None
        fn = frame.f_code.co_name
        self.count += 1
        self.last = [0, line, '' if fn == '<module>' else fn, {}, self.stdout.count]
        return self.last

    def finish(self, state):
        """A line comes after those that it called: what they gave it is then known."""
        step, state.step = state.step, None
        if step is not None:
            step[0] = self.finished
            self.finished += 1
            (self.head if len(self.head) < self.room else self.tail).append(step)

    def look(self, frame, state):
        """Notes what changed since it was last looked, as the doing of the line that was run last."""
        if state.step is None and state.seen is not self.globals:
            return
        self.compare(frame.f_locals, list(frame.f_locals), state.seen, state.step)
        if state.seen is not self.globals:
            self.compare(frame.f_globals, frame.f_code.co_names, self.globals, state.step)

    def compare(self, values, names, seen, step):
        for name in names:
            value = values.get(name, NOTHING)
            if value is NOTHING or name.startswith('__') or issubclass(type(value), NOT_SHOWN):
                continue
            shown = show(value, self.value)
            if shown is None or seen.get(name) == shown:
                continue
            seen[name] = shown
            if step is not None:
                self.note(step, name, shown)

    def note(self, step, name, shown):
        changed = step[3]
        if len(changed) < self.changes or name in changed:
            changed[name[:100]] = shown[: self.value]


NOTHING = object()


class State:
    """A call that has not ended: the line that it is at, and what its variables were when it was last looked at."""

    __slots__ = ('step', 'seen')

    def __init__(self, frame, globals_seen):
        self.step = None
        at_top = frame.f_locals is frame.f_globals or frame.f_code.co_name == '<module>'
        self.seen = globals_seen if at_top else {}
        if at_top:
            return
        for name in frame.f_code.co_freevars:
            if name in frame.f_locals:
                self.seen[name] = show(frame.f_locals[name], 200)


class Counting(io.FileIO):
    """The standard output, which knows how much was printed."""

    def __init__(self):
        super().__init__(1, 'w', closefd=False)
        self.count = 0

    def write(self, data):
        self.count += len(data)
        return super().write(data)

    def text(self):
        return io.TextIOWrapper(self, encoding='utf-8', errors='surrogateescape', write_through=True)


# --- Values as text: bounded, and without running anything of the program's own --------------------------------------

DEEPEST = 3
FIRST, LAST = 32, 8


def show(value, most):
    """The value as Python writes it, cut; None for what is no data (a file, an iterator)."""
    text = draw(value, 0)
    return text if text is None or len(text) <= most else text[: most - 3] + '...'


def draw(value, depth):
    kind = type(value)
    if value is None or kind in (bool, float, complex, decimal.Decimal, fractions.Fraction, range):
        return str(value) if kind in (decimal.Decimal, fractions.Fraction) else repr(value)
    if issubclass(kind, int):
        return int.__repr__(value) if int.bit_length(value) < 600 else f'<{int.bit_length(value)} bits>'
    if issubclass(kind, str):
        return draw_text(str.__getitem__(value, slice(0, 160)), str.__len__(value))
    if issubclass(kind, (bytes, bytearray)):
        return repr(bytes(value[:80]))
    if depth >= DEEPEST:
        return '...'
    for base, opening, closing in SEQUENCES:
        if issubclass(kind, base):
            inner = items(base, value, depth)
            if base is tuple and len(value) == 1:
                inner += ','
            if base in (set, frozenset) and not inner:
                return 'set()'
            return opening + inner + closing
    if issubclass(kind, dict):
        return '{' + pairs(value, depth) + '}'
    if kind.__module__ == '__main__':
        return draw_object(value, kind, depth)
    return None


SEQUENCES = (
    (list, '[', ']'),
    (tuple, '(', ')'),
    (set, '{', '}'),
    (frozenset, '{', '}'),
    (collections.deque, 'deque([', '])'),
)


def draw_text(text, length):
    return repr(text) if len(text) == length else repr(text) + '...'


def some(iterator, length, depth):
    """The first of many and the last, with a gap between them."""
    first, last = (FIRST, LAST) if depth == 0 else (8, 2)
    if length <= first + last:
        return list(iterator), None
    kept = [item for item, _ in zip(iterator, range(first))]
    return kept, f'... {length} in all'


def items(base, value, depth):
    length = base.__len__(value)
    first, last = (FIRST, LAST) if depth == 0 else (8, 2)
    kept, gap = some(base.__iter__(value), length, depth)
    shown = [draw(item, depth + 1) or '...' for item in kept]
    if gap:
        shown.append(gap)
        if base in (list, tuple, collections.deque):
            shown += [draw(base.__getitem__(value, at), depth + 1) or '...' for at in range(length - last, length)]
    return ', '.join(shown)


def pairs(value, depth):
    kept, gap = some(iter(dict.items(value)), dict.__len__(value), depth)
    shown = [f'{draw(key, depth + 1) or "..."}: {draw(item, depth + 1) or "..."}' for key, item in kept]
    return ', '.join([*shown, gap] if gap else shown)


def draw_object(value, kind, depth):
    try:
        fields = object.__getattribute__(value, '__dict__')
    except AttributeError:
        fields = {}
        for one in kind.__mro__:
            for name, member in one.__dict__.items():
                if isinstance(member, types.MemberDescriptorType):
                    try:
                        fields[name] = member.__get__(value, kind)
                    except AttributeError:
                        pass
    shown = [f'{name}={draw(item, depth + 1) or "..."}' for name, item in list(fields.items())[:8]]
    return f'{kind.__name__}({", ".join(shown)})'

// C++ exceptions over WebAssembly's own: the part of the C++ ABI that throws, catches and finds handlers, which the
// toolchain's libc++abi is built without. After the Itanium C++ ABI, level II, and LLVM's WebAssembly conventions:
// one tag carries the thrown object's address, and a landing pad asks `_Unwind_CallPersonality` for its handler.
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <typeinfo>

__asm__(".globl __cpp_exception\n"
        ".tagtype __cpp_exception i32\n"
        "__cpp_exception:\n");

// libc++abi's own, as far as its vtable: what every std::type_info here really is.
namespace __cxxabiv1 {
class __shim_type_info : public std::type_info {
public:
  virtual ~__shim_type_info();
  virtual void noop1() const;
  virtual void noop2() const;
  virtual bool can_catch(const __shim_type_info *thrown, void *&adjusted) const = 0;
};
} // namespace __cxxabiv1

namespace {

using TypeInfo = __cxxabiv1::__shim_type_info;
constexpr int wasmCppTag = 0;

struct Exception {
  int references;
  // Catch clauses that hold it now; negative while it is thrown again.
  int handlers;
  const TypeInfo *type;
  // In WebAssembly a destructor returns its object.
  void *(*destroy)(void *);
  Exception *nextCaught;
  // The thrown object as the catch clause that was found sees it.
  void *adjusted;
  alignas(16) char object[];
};

Exception *caught = nullptr;
int uncaught = 0;

Exception *headerOf(void *object) {
  return reinterpret_cast<Exception *>(static_cast<char *>(object) - offsetof(Exception, object));
}

void release(Exception *exception) {
  if (--exception->references > 0) return;
  if (exception->destroy) exception->destroy(exception->object);
  free(exception);
}

template <class Integer> Integer readLeb(const uint8_t *&at) {
  Integer value = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *at++;
    value |= static_cast<Integer>(byte & 0x7f) << shift;
    shift += 7;
  } while (byte & 0x80);
  if (static_cast<Integer>(-1) < 0 && (byte & 0x40) && shift < 8 * sizeof(Integer)) {
    value |= static_cast<Integer>(-1) << shift;
  }
  return value;
}

[[noreturn]] void throwObject(void *object) {
  uncaught++;
  __builtin_wasm_throw(wasmCppTag, object);
}

[[noreturn]] void dieUncaught(const std::type_info &type, const std::exception *known) {
  int status = 0;
  char *name = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
  fprintf(stderr, "terminate called after throwing an instance of '%s'", name ? name : type.name());
  if (known) fprintf(stderr, ": %s", known->what());
  fputc('\n', stderr);
  abort();
}

} // namespace

// The library's own end the program where there is no memory left, and are not optimised.
void *operator new(size_t bytes) {
  void *memory = malloc(bytes ? bytes : 1);
  if (!memory) throw std::bad_alloc();
  return memory;
}
void *operator new[](size_t bytes) { return operator new(bytes); }
void operator delete(void *memory) noexcept { free(memory); }
void operator delete[](void *memory) noexcept { free(memory); }
void operator delete(void *memory, size_t) noexcept { free(memory); }
void operator delete[](void *memory, size_t) noexcept { free(memory); }

extern "C" {

struct LandingPad {
  uintptr_t index;
  const uint8_t *lsda;
  uintptr_t selector;
};
LandingPad __wasm_lpad_context;

void *__cxa_allocate_exception(size_t size) noexcept {
  auto *exception = static_cast<Exception *>(calloc(1, sizeof(Exception) + size));
  if (!exception) abort();
  return exception->object;
}

void __cxa_free_exception(void *object) noexcept { free(headerOf(object)); }

// Also std::make_exception_ptr's, which has no use for what it returns.
abi::__cxa_exception *__cxa_init_primary_exception(void *object, std::type_info *type,
                                                   void *(*destroy)(void *)) noexcept {
  Exception *exception = headerOf(object);
  exception->type = static_cast<const TypeInfo *>(type);
  exception->destroy = destroy;
  return nullptr;
}

void __cxa_throw(void *object, std::type_info *type, void *(*destroy)(void *)) {
  abi::__cxa_init_primary_exception(object, type, destroy);
  headerOf(object)->references = 1;
  throwObject(object);
}

// Looks in the landing pad's table for a clause that takes the thrown object, and leaves its number as the selector:
// the pad's function goes there, or on unwinding if it is none of its numbers.
int _Unwind_CallPersonality(void *object) {
  constexpr uint8_t omitted = 0xff;
  Exception *exception = headerOf(object);
  LandingPad &pad = __wasm_lpad_context;
  pad.selector = 0;
  const uint8_t *at = pad.lsda;
  if (*at++ != omitted) readLeb<uintptr_t>(at); // where landing pads begin
  const uint8_t *types = nullptr;
  if (*at++ != omitted) {
    const uintptr_t offset = readLeb<uintptr_t>(at);
    types = at + offset;
  }
  at++; // how call sites are encoded: LEB128
  const uintptr_t length = readLeb<uintptr_t>(at);
  const uint8_t *actions = at + length;
  uintptr_t action = 0;
  for (uintptr_t site = 0; site <= pad.index; site++) {
    readLeb<uintptr_t>(at);
    action = readLeb<uintptr_t>(at);
  }
  if (action == 0) return 0;
  for (const uint8_t *entry = actions + action - 1;;) {
    const intptr_t filter = readLeb<intptr_t>(entry);
    const uint8_t *here = entry;
    const intptr_t next = readLeb<intptr_t>(entry);
    if (filter > 0) {
      const TypeInfo *type = reinterpret_cast<const TypeInfo *const *>(types)[-filter];
      void *adjusted = object;
      if (!type || type->can_catch(exception->type, adjusted)) {
        exception->adjusted = adjusted;
        pad.selector = filter;
        return 0;
      }
    }
    if (next == 0) return 0;
    entry = here + next;
  }
}

void *__cxa_get_exception_ptr(void *object) noexcept { return headerOf(object)->adjusted; }

void *__cxa_begin_catch(void *object) noexcept {
  Exception *exception = headerOf(object);
  exception->handlers = abs(exception->handlers) + 1;
  if (exception != caught) {
    exception->nextCaught = caught;
    caught = exception;
  }
  uncaught--;
  return exception->adjusted;
}

void __cxa_end_catch() {
  Exception *exception = caught;
  if (!exception) return;
  if (exception->handlers < 0) {
    // Thrown again: still on its way, and not ours to destroy.
    if (++exception->handlers == 0) caught = exception->nextCaught;
  } else if (--exception->handlers == 0) {
    caught = exception->nextCaught;
    release(exception);
  }
}

void __cxa_rethrow() {
  if (!caught) std::terminate();
  caught->handlers = -caught->handlers;
  throwObject(caught->object);
}

std::type_info *__cxa_current_exception_type() {
  return caught ? const_cast<TypeInfo *>(caught->type) : nullptr;
}

bool __cxa_uncaught_exception() noexcept { return uncaught > 0; }
unsigned __cxa_uncaught_exceptions() noexcept { return uncaught; }

// The three of libc++abi's that end the program where they should throw.
void __cxa_bad_cast() { throw std::bad_cast(); }
void __cxa_bad_typeid() { throw std::bad_typeid(); }
void __cxa_throw_bad_array_new_length() { throw std::bad_array_new_length(); }

// std::exception_ptr's.
void __cxa_increment_exception_refcount(void *object) noexcept {
  if (object) headerOf(object)->references++;
}

void __cxa_decrement_exception_refcount(void *object) noexcept {
  if (object) release(headerOf(object));
}

void *__cxa_current_primary_exception() noexcept {
  if (!caught) return nullptr;
  caught->references++;
  return caught->object;
}

void __cxa_rethrow_primary_exception(void *object) {
  if (!object) return;
  headerOf(object)->references++;
  throwObject(object);
}

int __real___main_void(void);

// The program's main; what nobody caught ends here, with what a native run says of it.
int __wrap___main_void(void) {
  try {
    return __real___main_void();
  } catch (const std::exception &exception) {
    dieUncaught(typeid(exception), &exception);
  } catch (...) {
    dieUncaught(*__cxa_current_exception_type(), nullptr);
  }
}

// libc++ itself is built without exceptions, and calls this where it would throw, e.g. out of std::stoi.
[[noreturn]] void throwForLibrary(const char *format, ...) __asm__("_ZNSt3__222__libcpp_verbose_abortEPKcz");
void throwForLibrary(const char *format, ...) {
  char message[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  if (const char *end = strstr(format, " was thrown in -fno-exceptions mode")) {
    const std::string type(format, end - format);
    const char *quoted = strstr(message, "message \"");
    std::string what = quoted ? quoted + strlen("message \"") : "";
    if (!what.empty()) what.pop_back();
    if (type == "invalid_argument") throw std::invalid_argument(what);
    if (type == "out_of_range") throw std::out_of_range(what);
    if (type == "length_error") throw std::length_error(what);
    if (type == "overflow_error") throw std::overflow_error(what);
    if (type == "bad_alloc") throw std::bad_alloc();
    if (type == "bad_array_new_length") throw std::bad_array_new_length();
    throw std::runtime_error(what.empty() ? type : what);
  }
  fprintf(stderr, "%s\n", message);
  abort();
}

} // extern "C"

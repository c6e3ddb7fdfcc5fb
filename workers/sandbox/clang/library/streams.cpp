// What std::cin and std::cout stand on here: libc++'s own asks C's library for every character.
#include <cstdio>
#include <iostream>
#include <new>
#include <streambuf>
#include <unistd.h>

// Whether the program reads its standard input by std::cin alone, so that it may read ahead (buffered.cpp).
extern "C" __attribute__((weak)) const bool quartet_cin_reads_ahead = false;

namespace {

// Shares C's buffer with scanf and the like, one character at a time.
class SharedInput : public std::streambuf {
protected:
  int_type underflow() override { return ungetc(getc(stdin), stdin); }
  int_type uflow() override { return getc(stdin); }
  int_type pbackfail(int_type c) override { return c == traits_type::eof() ? c : ungetc(c, stdin); }
  std::streamsize xsgetn(char *to, std::streamsize count) override { return fread(to, 1, count, stdin); }
};

class BufferedInput : public std::streambuf {
  static constexpr int putBack = 8;
  char buffer[1 << 16];

protected:
  int_type underflow() override {
    // From where stdin is now: it may have been opened again as another file.
    const ssize_t got = read(fileno(stdin), buffer + putBack, sizeof buffer - putBack);
    if (got <= 0) return traits_type::eof();
    setg(buffer, buffer + putBack, buffer + putBack + got);
    return traits_type::to_int_type(*gptr());
  }
};

class Output : public std::streambuf {
protected:
  int_type overflow(int_type c) override { return c == traits_type::eof() ? 0 : putc(c, stdout); }
  std::streamsize xsputn(const char *from, std::streamsize count) override {
    return fwrite(from, 1, count, stdout);
  }
  int sync() override { return fflush(stdout); }
};

// Never destroyed: the library flushes std::cout last of all.
template <class Buffer> Buffer *lasting() {
  alignas(Buffer) static char place[sizeof(Buffer)];
  return new (place) Buffer;
}

struct Installer {
  Installer() {
    if (quartet_cin_reads_ahead) std::cin.rdbuf(lasting<BufferedInput>());
    else std::cin.rdbuf(lasting<SharedInput>());
    std::cout.rdbuf(lasting<Output>());
  }
};

// After the library's streams and before all of the program's own.
__attribute__((init_priority(101))) Installer installer;

} // namespace

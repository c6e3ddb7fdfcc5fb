// The parts of the standard library that programs do not instantiate themselves (`extern template`), optimised: the
// package's libc++ is built without optimisation, where reading a number takes twenty times as long.
#include <algorithm>
#include <fstream>
#include <ios>
#include <istream>
#include <locale>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string>

namespace std {
inline namespace __2 {

template class basic_string<char>;
template string operator+ <char, char_traits<char>, allocator<char>>(const char *, const string &);

template class basic_streambuf<char>;
template class basic_ios<char>;
template class basic_istream<char>;
template class basic_ostream<char>;
template class basic_iostream<char>;
template class basic_stringbuf<char>;
template class basic_stringstream<char>;
template class basic_istringstream<char>;
template class basic_ostringstream<char>;
template class basic_filebuf<char>;
template class basic_ifstream<char>;
template class basic_ofstream<char>;

template struct __num_get<char>;
template struct __num_put<char>;
template class num_get<char>;
template class num_put<char>;

// std::sort of plain numbers, which the headers only declare.
template <class Named, class Number> void __sort(Number first, Number last, Named) {
  if (first == last) return;
  const auto depth = 2 * std::__bit_log2(std::__to_unsigned_like(last - first));
  ranges::less less;
  constexpr bool branchless = __use_branchless_sort<ranges::less, Number>;
  std::__introsort<_ClassicAlgPolicy, ranges::less &, Number, branchless>(first, last, less, depth);
}

#define SORT(type) template void __sort<__less<type> &, type *>(type *, type *, __less<type> &);
SORT(char)
SORT(signed char)
SORT(unsigned char)
SORT(short)
SORT(unsigned short)
SORT(int)
SORT(unsigned int)
SORT(long)
SORT(unsigned long)
SORT(long long)
SORT(unsigned long long)
SORT(float)
SORT(double)
SORT(long double)

} // namespace __2
} // namespace std

// Linked to programs that read their standard input by std::cin alone (streams.cpp).
#include <stdbool.h>
const bool quartet_cin_reads_ahead = true;

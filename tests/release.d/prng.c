/* Wine of Debian 12 has no bcryptprimitives.dll, from which Rust programs for Windows take random numbers. This stands in for it,
   for the test alone: it is not handed out. */
#include <stddef.h>
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *, unsigned long);
__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *data, size_t size) { return SystemFunction036(data, (unsigned long)size); }

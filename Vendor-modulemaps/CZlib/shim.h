#ifndef TOOPHER_CZLIB_SHIM_H
#define TOOPHER_CZLIB_SHIM_H

// Without it zlib declares its input mutable.
#define ZLIB_CONST

#include <zlib.h>

#endif

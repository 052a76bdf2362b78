#ifndef TOOPHER_CSQLITE_SHIM_H
#define TOOPHER_CSQLITE_SHIM_H

#include <sqlite3.h>

#endif

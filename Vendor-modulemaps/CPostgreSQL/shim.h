#ifndef TOOPHER_CPOSTGRESQL_SHIM_H
#define TOOPHER_CPOSTGRESQL_SHIM_H

#include <libpq-fe.h>

#endif

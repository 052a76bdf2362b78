#ifndef TOOPHER_CSQLITE_SHIM_H
#define TOOPHER_CSQLITE_SHIM_H

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stdint.h>

#include <sqlite3.h>

// Swift does not import SQLITE_TRANSIENT, a cast of -1 to a function pointer. With it SQLite copies the bytes before
// these functions return.

/// Binds UTF-8 text. To SQLite a null pointer is NULL, so empty text is bound as the empty literal.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index,
                                    const uint8_t *__counted_by(count) bytes __noescape, int count) {
    const char *text = count > 0 ? (const char *)bytes : "";
    return sqlite3_bind_text64(statement, index, text, (sqlite3_uint64)count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Binds a blob. To SQLite a null pointer is NULL, so an empty blob is bound as one of zeros.
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index,
                                    const uint8_t *__counted_by(count) bytes __noescape, int count) {
    if (count <= 0) {
        return sqlite3_bind_zeroblob(statement, index, 0);
    }
    return sqlite3_bind_blob64(statement, index, bytes, (sqlite3_uint64)count, SQLITE_TRANSIENT);
}

#endif

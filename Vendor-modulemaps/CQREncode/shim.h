#ifndef TOOPHER_CQRENCODE_SHIM_H
#define TOOPHER_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif

#ifndef TOOPHER_CCURL_SHIM_H
#define TOOPHER_CCURL_SHIM_H

#include <curl/curl.h>

#endif

#ifndef TOOPHER_CEPOLL_SHIM_H
#define TOOPHER_CEPOLL_SHIM_H

// Swift's Glibc module has neither.
#include <sys/epoll.h>
#include <sys/eventfd.h>

#endif

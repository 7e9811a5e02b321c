#pragma once

#include <stdint.h>

// The measure of all things: what libcurl does when nobody stands between it and the server.

// Starts a server in a process of its own that answers every request with a small JSON object; it ends with this
// process. Returns its port, 0 if there is none. Called before the first thread is.
uint16_t rawcalls_serve(void);

// Makes `count` requests over `connections` connections kept open; returns how many were answered with 200.
int rawcalls_get(const char *url, int count, int connections);

// The time that this process has spent on processors, in seconds.
double rawcalls_processor_time(void);

// The process's peak memory so far, in KiB.
long rawcalls_peak_memory(void);

#pragma once

#include <stdint.h>

// The measure of all things: what libcurl does when nobody stands between it and the server.

// What a request is made of.
enum rawcalls_kind {
  // libcurl as it comes: another request than ours, with no limits, of which nothing is kept.
  RAWCALLS_BARE,
  // Our request, byte for byte, with the options that it needs: limits of time and size, the body kept, `Retry-After`
  // looked for, compressed answers understood.
  RAWCALLS_OURS,
};

// Starts a server in a process of its own that answers every request with a small JSON object; it ends with this
// process. Returns its port, 0 if there is none. Called before the first thread is.
uint16_t rawcalls_serve(void);

// Makes `count` requests, numbered at the end of the URL, over `connections` connections kept open; returns how many
// were answered with 200 and a body.
int rawcalls_get(const char *url, int count, int connections, int kind);

// The time that this process has spent on processors, in seconds.
double rawcalls_processor_time(void);

// The process's peak memory so far, in KiB.
long rawcalls_peak_memory(void);

#include "rawcalls.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { most_connections = 256, most_response = 1 << 20 };

// One connection's worth of requests, one after another.
struct transfer {
  CURL *handle;
  char *body;
  size_t count;
  char retry_after[64];
};

static size_t count_bytes(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  ((struct transfer *)context)->count += size * count;
  return size * count;
}

static size_t keep_body(char *bytes, size_t size, size_t count, void *context) {
  struct transfer *transfer = context;
  size_t more = size * count;
  if (transfer->count + more > most_response) return 0;
  char *body = realloc(transfer->body, transfer->count + more);
  if (!body) return 0;
  memcpy(body + transfer->count, bytes, more);
  transfer->body = body;
  transfer->count += more;
  return more;
}

static size_t keep_retry_after(char *bytes, size_t size, size_t count, void *context) {
  struct transfer *transfer = context;
  static const char name[] = "retry-after:";
  size_t length = size * count, rest = length - (sizeof name - 1);
  if (length < sizeof name || !curl_strnequal(bytes, name, sizeof name - 1)) return length;
  if (rest >= sizeof transfer->retry_after) rest = sizeof transfer->retry_after - 1;
  memcpy(transfer->retry_after, bytes + sizeof name - 1, rest);
  transfer->retry_after[rest] = 0;
  return length;
}

// What stays the same from request to request.
static void set_manner(struct transfer *transfer, int kind) {
  CURL *handle = transfer->handle;
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, kind == RAWCALLS_BARE ? count_bytes : keep_body);
  if (kind == RAWCALLS_BARE) return;
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "pipeline");
  curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, 10000L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 30000L);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, keep_retry_after);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, transfer);
}

// Begins a request of its own URL, with nothing left of the one before.
static void start(CURLM *multi, struct transfer *transfer, const char *url, int number) {
  char text[256];
  snprintf(text, sizeof text, "%s/%d", url, number);
  curl_easy_setopt(transfer->handle, CURLOPT_URL, text);
  free(transfer->body);
  transfer->body = NULL;
  transfer->count = 0;
  transfer->retry_after[0] = 0;
  curl_multi_add_handle(multi, transfer->handle);
}

int rawcalls_get(const char *url, int count, int connections, int kind) {
  if (connections > most_connections) return -1;
  CURLM *multi = curl_multi_init();
  if (!multi) return -1;
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)most_connections);
  struct transfer transfers[most_connections] = {0};
  int started = 0, succeeded = 0, running = 0;
  for (int index = 0; index < connections; index++) {
    transfers[index].handle = curl_easy_init();
    set_manner(&transfers[index], kind);
    if (started < count) start(multi, &transfers[index], url, started++);
  }
  do {
    curl_multi_perform(multi, &running);
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(multi, &left))) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL *handle = message->easy_handle;
      CURLcode result = message->data.result;
      long status = 0;
      struct transfer *transfer;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      curl_easy_getinfo(handle, CURLINFO_PRIVATE, &transfer);
      if (result == CURLE_OK && status == 200 && transfer->count > 0) succeeded++;
      curl_multi_remove_handle(multi, handle);
      if (started < count) {
        running++;
        start(multi, transfer, url, started++);
      }
    }
    if (running) curl_multi_poll(multi, NULL, 0, 1000, NULL);
  } while (running);
  for (int index = 0; index < connections; index++) {
    curl_easy_cleanup(transfers[index].handle);
    free(transfers[index].body);
  }
  curl_multi_cleanup(multi);
  return succeeded;
}

double rawcalls_processor_time(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

long rawcalls_peak_memory(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

#include "rawcalls.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <sys/resource.h>

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  *(size_t *)context += size * count;
  return size * count;
}

int rawcalls_get(const char *url, int count, int connections) {
  CURLM *multi = curl_multi_init();
  if (!multi) return -1;
  curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)connections);
  size_t received = 0;
  int started = 0, succeeded = 0, running = 0;
  CURL *handles[1024];
  for (int index = 0; index < connections && index < 1024; index++) {
    CURL *handle = handles[index] = curl_easy_init();
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &received);
    if (started++ < count) curl_multi_add_handle(multi, handle);
  }
  do {
    curl_multi_perform(multi, &running);
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(multi, &left))) {
      if (message->msg != CURLMSG_DONE) continue;
      long status = 0;
      CURL *handle = message->easy_handle;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      if (message->data.result == CURLE_OK && status == 200) succeeded++;
      curl_multi_remove_handle(multi, handle);
      if (started < count) {
        started++;
        running++;
        curl_multi_add_handle(multi, handle);
      }
    }
    if (running) curl_multi_poll(multi, NULL, 0, 1000, NULL);
  } while (running);
  for (int index = 0; index < connections && index < 1024; index++) curl_easy_cleanup(handles[index]);
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

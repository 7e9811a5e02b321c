#pragma once

#include <curl/curl.h>

// Swift doesn't import C functions with variable arguments: one function for each type that an option takes.

static inline CURLcode clibcurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*clibcurl_write)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode clibcurl_set_write(CURL *handle, CURLoption option, clibcurl_write value) {
  return curl_easy_setopt(handle, option, value);
}

typedef int (*clibcurl_before)(void *context, char *to, char *from, int to_port, int from_port);

// Calls `before` each time just before a request is sent, also one that curl sends again by itself; curl sends nothing
// if it returns anything but 0. Older versions than 7.80 can't be asked.
static inline CURLcode clibcurl_set_before(CURL *handle, clibcurl_before before, void *context) {
#if LIBCURL_VERSION_NUM >= 0x075000
  CURLcode code = curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, before);
  return code ? code : curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
#else
  (void)before, (void)context;
  return curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
#endif
}

static inline CURLcode clibcurl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode clibcurl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode clibcurl_get_pointer(CURL *handle, CURLINFO info, void **value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode clibcurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

static inline CURLcode clibcurl_result(const CURLMsg *message) { return message->data.result; }

// The option that says so was replaced in 7.85 by one that older versions lack.
static inline CURLcode clibcurl_only_http(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
  CURLcode code = curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  return code ? code : curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
  CURLcode code = curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
  return code ? code : curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

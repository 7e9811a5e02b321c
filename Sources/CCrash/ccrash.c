#define _GNU_SOURCE
#include "ccrash.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

// All of this is read by a signal handler, which may call only what signal-safety(7) lists and touch only memory that
// is there already: hence static memory and lock-free atomics.

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
enum { signal_count = sizeof signals / sizeof *signals };

static struct sigaction previous[signal_count];
static char mark_path[4096];
/// The process that is to be marked; 0 if none is. A child between fork and exec is not the one.
static _Atomic pid_t armed;
static _Atomic int is_writing;
/// Whether somebody has armed and not disarmed.
static _Atomic int is_taken;
static _Atomic int64_t epoch, read_file, read_offset, record_file, record_offset, record_stage;

static char *put_text(char *at, const char *text) {
  while (*text) *at++ = *text++;
  return at;
}

static char *put_member(char *at, const char *head, int64_t value) {
  char digits[20];
  int count = 0;
  uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
  at = put_text(at, head);
  if (value < 0) *at++ = '-';
  do digits[count++] = (char)('0' + rest % 10);
  while ((rest /= 10) != 0);
  while (count > 0) *at++ = digits[--count];
  return at;
}

static void write_mark(int signal) {
  char line[320], *at = line;
  at = put_member(at, "{\"signal\":", signal);
  at = put_member(at, ",\"epoch\":", atomic_load(&epoch));
  if (atomic_load(&read_file) >= 0) {
    at = put_member(at, ",\"read\":{\"file\":", atomic_load(&read_file));
    at = put_member(at, ",\"offset\":", atomic_load(&read_offset));
    at = put_text(at, "}");
  }
  if (atomic_load(&record_file) >= 0) {
    at = put_member(at, ",\"record\":{\"file\":", atomic_load(&record_file));
    at = put_member(at, ",\"offset\":", atomic_load(&record_offset));
    at = put_member(at, "},\"stage\":", atomic_load(&record_stage));
  }
  at = put_text(at, "}\n");
  int file = open(mark_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  // Not synced: what is written outlives the process, and a machine that fails in the same instant costs the mark only.
  // Nor is there anything to be done about a failed write: a line that is not whole is no mark.
  ssize_t written = write(file, line, (size_t)(at - line));
  (void)written;
  close(file);
}

static void handle(int signal, siginfo_t *info, void *context) {
  (void)context;
  int code = errno;
  int is_fault = info->si_code > 0;
  pid_t self = getpid(), expected = self;
  int is_own = is_fault || info->si_pid == self;
  if (is_own) {
    // Set first, so that whoever finds the mark taken waits for it.
    atomic_fetch_add(&is_writing, 1);
    if (atomic_compare_exchange_strong(&armed, &expected, 0)) write_mark(signal);
    atomic_fetch_sub(&is_writing, 1);
    // A second thread that crashes must not end the process while the first is writing.
    struct timespec millisecond = {0, 1000000};
    while (atomic_load(&is_writing) > 0) nanosleep(&millisecond, NULL);
  }
  for (int index = 0; index < signal_count; index++)
    if (signals[index] == signal) sigaction(signal, &previous[index], NULL);
  // Who was there before, such as Swift's backtracer, may wait for the fault to happen again, which it never does when
  // somebody else has sent the signal: the process would live on, without anybody to end it.
  struct sigaction by_default = {.sa_handler = SIG_DFL};
  if (!is_own) sigaction(signal, &by_default, NULL);
  errno = code;
  // A fault happens again when the instruction is run again, with all it has to say to a core dump or a backtrace. A
  // signal that was sent does not, nor does a breakpoint; it waits until this handler has returned.
  if (!is_fault || signal == SIGTRAP) raise(signal);
}

int ccrash_arm(const char *path) {
  size_t length = strlen(path);
  if (length >= sizeof mark_path || atomic_exchange(&is_taken, 1)) return -1;
  memcpy(mark_path, path, length + 1);
  ccrash_set_epoch(-1);
  ccrash_set_read(-1, -1);
  ccrash_set_record(-1, -1, -1);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < signal_count; index++) sigaddset(&action.sa_mask, signals[index]);
  for (int index = 0; index < signal_count; index++) sigaction(signals[index], &action, &previous[index]);
  atomic_store(&armed, getpid());
  return 0;
}

void ccrash_disarm(void) {
  atomic_store(&armed, 0);
  for (int index = 0; index < signal_count; index++) sigaction(signals[index], &previous[index], NULL);
  atomic_store(&is_taken, 0);
}

void ccrash_set_epoch(int64_t value) { atomic_store_explicit(&epoch, value, memory_order_relaxed); }

void ccrash_set_read(int64_t file, int64_t offset) {
  atomic_store_explicit(&read_file, file, memory_order_relaxed);
  atomic_store_explicit(&read_offset, offset, memory_order_relaxed);
}

void ccrash_set_record(int64_t file, int64_t offset, int64_t stage) {
  atomic_store_explicit(&record_file, file, memory_order_relaxed);
  atomic_store_explicit(&record_offset, offset, memory_order_relaxed);
  atomic_store_explicit(&record_stage, stage, memory_order_relaxed);
}

void ccrash_prepare_thread(void) {
  static _Thread_local int is_prepared;
  if (is_prepared) return;
  is_prepared = 1;
  stack_t stack;
  if (sigaltstack(NULL, &stack) != 0 || !(stack.ss_flags & SS_DISABLE)) return;
  // Never freed: the threads that work on records live as long as the process. Pages that no signal touches cost nothing.
  size_t size = 64 * 1024;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack = (stack_t){.ss_sp = memory, .ss_size = size};
  sigaltstack(&stack, NULL);
}

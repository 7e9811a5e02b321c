#pragma once

#include <stdint.h>

// Marking a crash of the process in a file, from within the signal that ends it.
//
// The signals are SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE and SIGABRT, as long as the process itself is to blame:
// one that another process sent is none, and ends the process by its default action. Afterwards a signal goes its way as if
// nobody had been there, so core dumps and Swift's backtraces are what they always are.

/// From now on a crash appends a line to the file `path`, which need not be there. Returns 0; -1 if the path is too long,
/// or if the process has another mark already.
int ccrash_arm(const char *path);

/// From now on a crash leaves no mark.
void ccrash_disarm(void);

/// The newest checkpoint.
void ccrash_set_epoch(int64_t epoch);

/// How far the input has been read.
void ccrash_set_read(int64_t file, int64_t offset);

/// The one record that is worked on, and the stage that does so; `file` is -1 if there is none, or more than one.
void ccrash_set_record(int64_t file, int64_t offset, int64_t stage);

/// Gives the calling thread a stack for its signals, so that a stack that has run over leaves a mark, too.
/// Cheap from the second call of a thread on.
void ccrash_prepare_thread(void);

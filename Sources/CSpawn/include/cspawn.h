#pragma once

#include <sys/types.h>

// Starting a program with pipes, in the calls of glibc that its headers hide from Swift.

typedef struct {
  pid_t id;
  /// Our ends of its standard input, output and error.
  int input, output, errors;
} cspawn_child;

/// Starts `arguments[0]`, found along PATH, in `directory` (null: in ours) and in a process group of its own.
/// Returns 0, or an error number; then nothing was started.
int cspawn_start(char *const arguments[], const char *directory, cspawn_child *child);

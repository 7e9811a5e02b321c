#pragma once

#include <stdint.h>

// The calls of Linux on files that the headers of glibc hide from Swift.

/// Begins to write a range of a file to the disk and waits for nothing. It takes no error from the sync that follows.
void cfiles_start_writing(int file, int64_t offset, int64_t count);

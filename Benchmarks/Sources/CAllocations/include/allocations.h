#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

/// How often this thread has asked for memory. The target replaces `malloc` and its kin for the whole program.
unsigned long allocations(void);

#endif

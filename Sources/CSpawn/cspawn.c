#define _GNU_SOURCE
#include "cspawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

extern char **environ;

int cspawn_start(char *const arguments[], const char *directory, cspawn_child *child) {
  // Closed on exec: a pipe that another child inherited would never end.
  int pipes[3][2];
  for (int index = 0; index < 3; index++) {
    if (pipe2(pipes[index], O_CLOEXEC) == 0) continue;
    int code = errno;
    while (index-- > 0) close(pipes[index][0]), close(pipes[index][1]);
    return code;
  }
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, ignored;
  sigemptyset(&none);
  sigemptyset(&ignored);
  sigaddset(&ignored, SIGPIPE);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes[0][0], 0);
  posix_spawn_file_actions_adddup2(&actions, pipes[1][1], 1);
  posix_spawn_file_actions_adddup2(&actions, pipes[2][1], 2);
  if (directory) posix_spawn_file_actions_addchdir_np(&actions, directory);
  posix_spawnattr_init(&attributes);
  // Ctrl-C in the terminal is for the run, which then ends the program in good order.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &ignored);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  int code = posix_spawnp(&child->id, arguments[0], &actions, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(pipes[0][0]), close(pipes[1][1]), close(pipes[2][1]);
  if (code != 0) {
    close(pipes[0][1]), close(pipes[1][0]), close(pipes[2][0]);
    return code;
  }
  child->input = pipes[0][1];
  child->output = pipes[1][0];
  child->errors = pipes[2][0];
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
// Preloaded into a process, lets a test ask each of its threads from outside whether it can open a file: SIGUSR2 is the question.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

// The file is named by PROBE_FILE; the answer goes to PROBE_ANSWERS, opened before main(): two numbers of 32 bits, thread and errno (0: open).
static int answers = -1;
static const char* file;

static void answer(int signal) {
  (void)signal;
  const int saved = errno;
  const int descriptor = open(file, O_RDONLY | O_CLOEXEC);
  const int words[2] = {(int)syscall(SYS_gettid), descriptor < 0 ? errno : 0};
  if (descriptor >= 0) close(descriptor);
  if (write(answers, words, sizeof words) < 0) _exit(99);
  errno = saved;
}

__attribute__((constructor)) static void prepare(void) {
  file = getenv("PROBE_FILE");
  const char* const path = getenv("PROBE_ANSWERS");
  if (file == NULL || path == NULL) return;
  answers = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  struct sigaction action = {.sa_handler = answer, .sa_flags = SA_RESTART};
  sigaction(SIGUSR2, &action, NULL);
}

#include "cli/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void terminal_prepare(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            /* The wrong way round on purpose: reading or writing there is an error, not a silence.
             */
            int filled = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            if (filled != fd) {
                abort(); /* no /dev/null: nothing here can be trusted */
            }
        }
    }
    signal(SIGPIPE, SIG_IGN);
    umask(S_IRWXG | S_IRWXO);
}

bool terminal_reader_is_gone(void) {
    struct pollfd out = {.fd = STDOUT_FILENO, .events = 0};
    return poll(&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
}

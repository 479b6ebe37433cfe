/*
 * terminal.h -- the three standard streams, made safe before anything is opened.
 *
 * Floor 6. A program that was started with a closed stream would get its number for the next file
 * that it opens, and write messages into its own database.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>

/*
 * Fills closed standard streams (what is written there fails, and is told by the exit code), lets
 * writes to a pipe without reader fail instead of ending the process half way, and makes new files
 * private to their owner.
 */
void terminal_prepare(void);
/* Standard output is a pipe, and whoever read it has left. */
bool terminal_reader_is_gone(void);

#endif

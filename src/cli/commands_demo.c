/* ansinh demo: a synthetic province and its months. */
#include "cli/command.h"

CommandList commands_demo(void) {
    static const Command NONE[1];
    return (CommandList){NONE, 0};
}

/*
 * embed_data -- makes an assembler file that carries data files inside the program.
 *
 * embed_data OUT.S name=path [name=path ...]
 * Each file becomes two symbols: `data_<name>` (bytes) and `data_<name>_end`.
 */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: embed_data OUT.S name=path ...\n");
        return 2;
    }
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    fprintf(out, ".section .rodata\n");
    for (int i = 2; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        if (!equals) {
            fprintf(stderr, "embed_data: %s is not name=path\n", argv[i]);
            fclose(out);
            return 2;
        }
        *equals = '\0';
        fprintf(out,
                ".balign 16\n.global data_%s\ndata_%s:\n.incbin \"%s\"\n"
                ".global data_%s_end\ndata_%s_end:\n.byte 0\n",
                argv[i], argv[i], equals + 1, argv[i], argv[i]);
    }
    fprintf(out, ".section .note.GNU-stack,\"\",@progbits\n");
    return fclose(out) == 0 ? 0 : 1;
}

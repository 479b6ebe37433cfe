#!/bin/sh
# Writes the C list of the law files that the program carries: list_files.sh OUTPUT NAME...
# A NAME is "nd20-2021" for law/nd20-2021.yaml; tools/embed_data.c makes its bytes.
set -eu
out=$1
shift
{
    echo '#include "law/law.h"'
    for name in "$@"; do
        symbol=law_$(printf %s "$name" | tr '.-' '__')
        echo "extern const char data_$symbol[];"
        echo "extern const char data_${symbol}_end[];"
    done
    echo 'size_t law_files_embedded(LawFile ret_files[LAW_FILE_MAX]) {'
    echo '    size_t count = 0;'
    for name in "$@"; do
        symbol=law_$(printf %s "$name" | tr '.-' '__')
        echo "    ret_files[count++] = (LawFile){\"law/$name.yaml\","
        echo "        {data_$symbol, (size_t)(data_${symbol}_end - data_$symbol)}};"
    done
    echo '    return count;'
    echo '}'
} > "$out"

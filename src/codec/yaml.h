/*
 * yaml.h -- a small YAML document as a tree, with the line of everything in it.
 *
 * Floor 1. Pure: bytes in, arena out. For files that people write and review (law/), so it is
 * strict: one document, no aliases, no tags, no duplicate keys, bounded depth and size.
 */
#ifndef CODEC_YAML_H
#define CODEC_YAML_H

#include "base/ctx.h"

enum { YAML_DEPTH_MAX = 16, YAML_NODE_MAX = 200000 };

typedef enum YamlKind { YAML_KIND_TEXT = 1, YAML_KIND_LIST = 2, YAML_KIND_MAP = 3 } YamlKind;

typedef struct YamlNode YamlNode;
struct YamlNode {
    YamlKind kind;
    Str key;               /* under which it stands in a map; else empty */
    Str text;              /* of YAML_KIND_TEXT, as written, without quotes */
    size_t line;           /* from 1 */
    const YamlNode *first; /* of a list or map, in the order of the file */
    const YamlNode *next;
};

/* E_YAML_SYNTAX names file and line. */
Status yaml_tree_parse(Ctx *ctx, const char *file_name, Str bytes,
                       const YamlNode **ret_root) MUST_CHECK;
/* The value under a key of a map, or NULL. */
const YamlNode *yaml_tree_get(const YamlNode *map, const char *key);

#endif

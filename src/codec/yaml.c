/* Walks libyaml's events with an explicit stack, so that depth is bounded by a number and not by
 * ours. */
#include "codec/yaml.h"

#include <string.h>
#include <yaml.h>

typedef struct Level {
    YamlNode *node;
    YamlNode *last; /* latest child */
    Str key;        /* of a map: the key that waits for its value */
    bool has_key;
} Level;

typedef struct Walk {
    const char *file_name;
    Level levels[YAML_DEPTH_MAX];
    size_t depth;
    size_t node_count;
    YamlNode *root;
} Walk;

static Status walk_fail(Ctx *ctx, const Walk *walk, size_t line, const char *what) {
    return ctx_fail(ctx, E_YAML_SYNTAX, "%s:%zu: %s", walk->file_name, line, what);
}

static bool level_holds_key(const Level *level, Str key) {
    for (const YamlNode *child = level->node->first; child; child = child->next) {
        if (str_equal(child->key, key)) {
            return true;
        }
    }
    return false;
}

/* Hangs a new node where the walk stands. */
static Status walk_add(Ctx *ctx, Walk *walk, YamlKind kind, Str text, size_t line,
                       YamlNode **ret_node) {
    if (++walk->node_count > YAML_NODE_MAX) {
        return walk_fail(ctx, walk, line, "too many entries");
    }
    YamlNode *node = NULL;
    TRY(ctx_alloc(ctx, sizeof *node, (void **)&node));
    *node = (YamlNode){.kind = kind, .text = text, .line = line};
    if (walk->depth == 0) {
        if (walk->root) {
            return walk_fail(ctx, walk, line, "more than one document");
        }
        walk->root = node;
        *ret_node = node;
        return OK;
    }
    Level *level = &walk->levels[walk->depth - 1];
    if (level->node->kind == YAML_KIND_MAP) {
        node->key = level->key;
        level->has_key = false;
    }
    if (level->last) {
        level->last->next = node;
    } else {
        level->node->first = node;
    }
    level->last = node;
    *ret_node = node;
    return OK;
}

static Status walk_scalar(Ctx *ctx, Walk *walk, const yaml_event_t *event) {
    size_t line = event->start_mark.line + 1;
    if (event->data.scalar.anchor || event->data.scalar.tag) {
        return walk_fail(ctx, walk, line, "anchors and tags are not accepted");
    }
    Str text;
    TRY(ctx_copy_str(ctx, (Str){(const char *)event->data.scalar.value, event->data.scalar.length},
                     &text));
    Level *level = walk->depth ? &walk->levels[walk->depth - 1] : NULL;
    if (level && level->node->kind == YAML_KIND_MAP && !level->has_key) {
        if (level_holds_key(level, text)) {
            return walk_fail(ctx, walk, line, "the same key twice");
        }
        level->key = text;
        level->has_key = true;
        return OK;
    }
    YamlNode *node = NULL;
    return walk_add(ctx, walk, YAML_KIND_TEXT, text, line, &node);
}

static Status walk_open(Ctx *ctx, Walk *walk, YamlKind kind, const yaml_event_t *event) {
    size_t line = event->start_mark.line + 1;
    if (walk->depth == YAML_DEPTH_MAX) {
        return walk_fail(ctx, walk, line, "nested too deeply");
    }
    const Level *level = walk->depth ? &walk->levels[walk->depth - 1] : NULL;
    if (level && level->node->kind == YAML_KIND_MAP && !level->has_key) {
        return walk_fail(ctx, walk, line, "a key must be a word");
    }
    YamlNode *node = NULL;
    TRY(walk_add(ctx, walk, kind, (Str){"", 0}, line, &node));
    walk->levels[walk->depth++] = (Level){.node = node};
    return OK;
}

static Status walk_event(Ctx *ctx, Walk *walk, const yaml_event_t *event) {
    size_t line = event->start_mark.line + 1;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return walk_scalar(ctx, walk, event);
    case YAML_SEQUENCE_START_EVENT:
        return walk_open(ctx, walk, YAML_KIND_LIST, event);
    case YAML_MAPPING_START_EVENT:
        return walk_open(ctx, walk, YAML_KIND_MAP, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        walk->depth--;
        return OK;
    case YAML_ALIAS_EVENT:
        return walk_fail(ctx, walk, line, "aliases are not accepted");
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return OK;
    }
    return walk_fail(ctx, walk, line, "not understood");
}

static Status walk_all(Ctx *ctx, Walk *walk, yaml_parser_t *parser) {
    for (;;) { /* ends: the parser only moves forward over finite bytes */
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            return walk_fail(ctx, walk, parser->problem_mark.line + 1,
                             parser->problem ? parser->problem : "no memory");
        }
        Status status = walk_event(ctx, walk, &event);
        bool ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        TRY(status);
        if (ended) {
            return OK;
        }
    }
}

Status yaml_tree_parse(Ctx *ctx, const char *file_name, Str bytes, const YamlNode **ret_root) {
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "YAML reader of %s", file_name);
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.ptr, bytes.len);
    Walk walk = {.file_name = file_name};
    Status status = walk_all(ctx, &walk, &parser);
    yaml_parser_delete(&parser);
    TRY(status);
    if (!walk.root) {
        return walk_fail(ctx, &walk, 1, "the file is empty");
    }
    *ret_root = walk.root;
    return OK;
}

const YamlNode *yaml_tree_get(const YamlNode *map, const char *key) {
    for (const YamlNode *child = map->first; child; child = child->next) {
        if (str_equal(child->key, str_of(key))) {
            return child;
        }
    }
    return NULL;
}

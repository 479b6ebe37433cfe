/* Law files and provider templates: YAML that people write. */
#include "codec/iso/template.h"
#include "codec/yaml.h"
#include "fuzz_file.h"
#include "law/law.h"

static size_t count_nodes(const YamlNode *node, int depth) {
    size_t count = 1;
    FUZZ_CHECK(depth <= YAML_DEPTH_MAX + 1);
    for (const YamlNode *child = node->kind == YAML_KIND_TEXT ? NULL : node->first; child;
         child = child->next) {
        FUZZ_CHECK(child->line > 0);
        count += count_nodes(child, depth + 1);
    }
    return count;
}

void fuzz_one(Ctx *ctx, Str input) {
    const YamlNode *root = NULL;
    const ProviderTemplate *template = NULL;
    const LawBook *book = NULL;
    const LawFile file = {"fuzz.yaml", input};
    Status read = yaml_tree_parse(ctx, "fuzz.yaml", input, &root);
    if (read == OK && root) {
        FUZZ_CHECK(count_nodes(root, 0) <= YAML_NODE_MAX);
    }
    Status as_template = provider_template_parse(ctx, "fuzz.yaml", input, &template);
    Status as_law = law_book_load(ctx, &file, 1, STR(""), &book);
    FUZZ_CHECK(read == OK || (as_template != OK && as_law != OK));
    if (as_template == OK) {
        FUZZ_CHECK(template != NULL && template->column_count <= TEMPLATE_COLUMN_MAX);
    }
}

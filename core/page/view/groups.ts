import type { ShownCheck, ShownGroup } from './shown.ts';

/**
 * Checks by their first tag, each once, in the order in which the tags come up, or in `order`; those without a tag last.
 * Tags of strangers' checks are those that they may see already.
 */
export function groupsOf(checks: readonly ShownCheck[], order: readonly string[] | null): readonly ShownGroup[] {
  const byTag = Map.groupBy(checks, ({ tags: [first] }) => first ?? null);
  const untagged = byTag.get(null) ?? [];
  byTag.delete(null);
  const tags = order ?? [...byTag.keys()];
  const tagged = tags.flatMap((tag) => {
    const group = byTag.get(tag);
    return tag === null || group === undefined ? [] : [{ tag, checks: group }];
  });
  return [...tagged, ...(untagged.length > 0 ? [{ tag: null, checks: untagged }] : [])];
}

import type { CheckList } from '#core/check/check-list.ts';

/** The tags whose checks strangers may see, null where they may see none. */
export function publicTagsOf(list: CheckList): readonly string[] | null {
  const { page } = list as { readonly page?: { readonly public: { readonly tags: readonly string[] } | null } };
  return page?.public?.tags ?? null;
}

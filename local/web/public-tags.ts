import type { CheckList } from '#core/check/check-list.ts';
import type { PageSettings } from '#core/page/page-settings.ts';

/** What a list says of its page; null where it says nothing. */
export function pageOf(list: CheckList): PageSettings | null {
  const { page } = list as { readonly page?: PageSettings };
  return page ?? null;
}

/** Whether a list has anything for strangers. */
export function isPublic(list: CheckList): boolean {
  return pageOf(list)?.public !== null && pageOf(list)?.public !== undefined;
}

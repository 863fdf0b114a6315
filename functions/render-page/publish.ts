import { createHash } from 'node:crypto';
import type { SiteFile } from '#core/page/site-files.ts';
import type { Listed, Objects } from './objects.ts';

const AT_ONCE = 32;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
};

/** How many objects were written, taken away, and found as they should be. */
export type Published = { readonly written: number; readonly removed: number; readonly same: number };

/**
 * Writes the files that are not there as they are, and takes away all that is no part of the site. `kept`: files that stay as
 * they are. S3 itself says what it has, so that nothing has to be remembered of it. Throws what the bucket throws.
 */
export async function publish(
  bucket: Objects,
  listed: readonly Listed[],
  files: Iterable<SiteFile>,
  kept: ReadonlySet<string>,
): Promise<Published> {
  const etags = new Map(listed.map(({ key, etag }) => [key, etag]));
  const wanted = new Set(kept);
  const counts = { written: 0, removed: 0, same: 0 };
  await inParallel(files, async ({ path, text }) => {
    wanted.add(path);
    if (etags.get(path) === `"${md5Of(text)}"`) {
      counts.same += 1;
      return;
    }
    await bucket.put(path, { body: text, contentType: typeOf(path) });
    counts.written += 1;
  });
  await inParallel(
    listed.filter(({ key }) => !wanted.has(key)),
    async ({ key }) => {
      await bucket.remove(key);
      counts.removed += 1;
    },
  );
  return counts;
}

/** Files are made as they are needed, so that a site of thousands is never whole in memory. */
async function inParallel<T>(items: Iterable<T>, act: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const work = async () => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** What S3 calls an object that it encrypts with its own key. */
function md5Of(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function typeOf(path: string): string {
  return TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

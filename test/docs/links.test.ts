import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGES } from './pages.ts';

/** As GitHub makes it of a heading: lower case, punctuation dropped, blanks as hyphens. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string) =>
  Array.from(readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm), ([, heading = '']) => anchorOf(heading));

/** Every link of a page to another file of the repository that leads nowhere. */
function brokenLinks(page: string): readonly string[] {
  const links = Array.from(
    readFileSync(page, 'utf8').matchAll(/(?:\]\(|<img src="|srcset=")(?!https?:|mailto:)([^)"\s]+)[)"]/g),
    ([, to = '']) => to,
  );
  return links.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor);
  });
}

describe('a page of the documentation', () => {
  it.each(PAGES)('has no link that leads nowhere: %s', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  const reference = readFileSync('docs/reference/README.md', 'utf8');
  it.each(
    globSync('*.md', { cwd: 'docs/reference' }).filter((page) => page !== 'README.md'),
  )('is in the table of contents of the reference: %s', (page) => expect(reference).toContain(`](${page})`));
});

import { globSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';

const PICTURES = globSync('docs/screens/*.png');

it('has pictures of the page that are quickly loaded, each shown: npm run generate:page', () => {
  const page = readFileSync('docs/status-page.md', 'utf8');
  expect(PICTURES).toHaveLength(7);
  for (const file of PICTURES) {
    expect(statSync(file).size, file).toBeLessThan(150_000);
    expect(page).toContain(file.replace('docs/', ''));
  }
});

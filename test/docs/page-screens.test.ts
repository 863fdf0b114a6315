import { globSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { samplePage } from '../../docs/sample-page.ts';

const PICTURES = globSync('docs/screens/*.png');

it('has pictures of the page that are quickly loaded, each shown: npm run generate:page', () => {
  const page = readFileSync('docs/status-page.md', 'utf8');
  expect(PICTURES).toHaveLength(13);
  for (const file of PICTURES) {
    expect(statSync(file).size, file).toBeLessThan(150_000);
    expect(page).toContain(file.replace('docs/', ''));
  }
});

it('has in its sample no words of Rollcall that were typed by hand', () => {
  for (const file of globSync('docs/sample-*.ts')) {
    expect(readFileSync(file, 'utf8'), file).not.toMatch(
      /(?:message|warning|faults|command|configuration): (?:\[)?['"`]/,
    );
  }
  const { faults, status } = samplePage();
  expect(faults).toEqual(['checks.yaml:41:7 checks[0].http.timeut is not a setting; did you mean timeout?']);
  expect(status.open[0]?.reason.message).toBe('connection refused by 10.4.2.17:5432');
});

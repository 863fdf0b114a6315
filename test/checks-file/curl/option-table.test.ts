import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ON, DROPPED, HONOURED, REFUSED } from '#checks-file/curl/known-options.ts';
import { longOption, shortOption } from '#checks-file/curl/option-table.ts';

const { status, stdout: help } = spawnSync('curl', ['--help', 'all'], { encoding: 'utf8' });

/** ` -X, --request <method> Specify …`, ` -N, --no-buffer   Disable …` */
const LISTED = /^ (?:-(?<letter>.), | {4})--(?<name>\S+)(?<value> [<[])?/gm;

describe('the table of options', () => {
  it.runIf(status === 0)('has every option that curl lists, with its letter and whether it takes a value', () => {
    const listed = [...help.matchAll(LISTED)].map(
      ({ groups }) => groups as { letter?: string; name: string; value?: string },
    );
    expect(listed.length).toBeGreaterThan(200);
    // A curl later than the documentation that the table was written from has options that it cannot know.
    const known = listed.filter(({ name }) => isOlder() || longOption(name) !== null);
    const table = known.map(({ letter, name }) => {
      const option = longOption(name);
      const isSame = letter === undefined || JSON.stringify(shortOption(letter)) === JSON.stringify(option);
      return [name, isSame, option !== null && option !== 'ambiguous' && option.option.type === 'value'];
    });
    // Its subject may be left out.
    const takesValue = ({ name, value }: { name: string; value?: string }) => value !== undefined && name !== 'help';
    expect(table).toEqual(known.map((option) => [option.name, true, takesValue(option)]));
  });

  it('knows every option of which is said what becomes of it', () => {
    const said = [...HONOURED, ...DROPPED, ...DEFAULT_ON, ...Object.keys(REFUSED)];
    expect(said.filter((name) => longOption(name) === null)).toEqual([]);
  });

  it.each([
    ['request', 'request', true],
    ['sil', 'silent', true],
    ['no-sil', 'silent', false],
    ['no-progress-meter', 'progress-meter', false],
    ['noprox', 'noproxy', true],
    ['http-request', null, null],
    ['ftp-ssl', 'ssl', true],
    ['show-headers', 'include', true],
    // Not the --out-null of the curls that read no abbreviations.
    ['out', 'ambiguous', null],
    ['output', 'output', true],
    ['foll', null, null],
    ['follow', 'follow', true],
    ['no-request', null, null],
    ['no-tlsv1.2', null, null],
    ['no-', null, null],
    ['', null, null],
    ['constructor', null, null],
  ])('reads --%s as %s, on: %s', (key, name, on) => {
    const found = longOption(key);
    if (found === null || found === 'ambiguous') expect(found).toBe(name);
    else expect([found.option.name, found.on]).toEqual([name, on]);
  });
});

/** Whether the curl here is no later than 8.22. */
function isOlder(): boolean {
  const version = spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout;
  const [, major = 0, minor = 0] = (/^curl (\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return major < 8 || (major === 8 && minor <= 22);
}

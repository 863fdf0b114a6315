import { type Reading, textFileOf } from './reading.ts';
import type { Target } from './target.ts';
import { isVeiled } from './veiled-references.ts';

/**
 * The Cookie header of all -b: with a `=` it is the cookies themselves, else the name of a file in Netscape's format,
 * from which those of the url's host and path are taken (their expiry is not looked at: a check has no such clock), with
 * -j those only that outlive a session.
 */
export function cookieOf(reading: Reading, target: Target): string | null {
  const given = reading.options.all('cookie').filter(({ value }) => value !== '');
  const isText = (value: string) => value.includes('=') || isVeiled(value);
  const texts = given.filter(({ value }) => isText(value)).map(({ value }) => value);
  const files = given.filter(({ value }) => !isText(value));
  const fromFiles = files.flatMap((option) =>
    cookiesOf(textFileOf(option.value, option, reading), target, reading.options.on('junk-session-cookies')),
  );
  const jar = reading.options.last('cookie-jar');
  if ((jar !== null || files.length > 0) && reading.options.on('location')) {
    const at = jar?.at ?? files[0]?.at ?? 0;
    reading.faults.add(
      at,
      'curl: cookies that a redirect sets are not carried on; take out -L, or the file of cookies',
    );
  }
  const all = [...fromFiles, ...(texts.length > 0 ? [texts.join(';')] : [])];
  return all.length === 0 ? null : all.join('; ');
}

function cookiesOf(file: string, { base, path }: Target, isJunked: boolean): readonly string[] {
  const host = base.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, '');
  const rows = file
    .split(/\r?\n/)
    .map((line) => line.replace(/^#HttpOnly_/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
  return rows
    .filter(([domain = '', tail = '', under = '/', secure = '', expiry = '']) => {
      const bare = domain.replace(/^\./, '').toLowerCase();
      const isHost = host === bare || (tail === 'TRUE' && host.endsWith(`.${bare}`));
      const isPath = path === under || path.startsWith(under.endsWith('/') ? under : `${under}/`);
      if (isJunked && expiry === '0') return false;
      return isHost && isPath && (secure !== 'TRUE' || base.startsWith('https:'));
    })
    .toSorted((a, b) => (b[2] ?? '').length - (a[2] ?? '').length)
    .map(([, , , , , name = '', value = '']) => `${name}=${value}`);
}

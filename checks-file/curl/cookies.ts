import type { Option } from './options.ts';
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
  const texts = given.filter(({ value }) => isText(value)).map(({ value }) => value);
  const files = given.filter((option) => !isText(option.value) && !isMissing(option, reading));
  const fromFiles = files.flatMap((option) =>
    cookiesOf(textFileOf(option.value, option, reading), target, reading.options.on('junk-session-cookies')),
  );
  if (files[0] !== undefined && follows(reading)) {
    reading.faults.add(
      files[0].at,
      'curl: cookies of a file are sent to the first url alone; take out -L, or write them as text',
    );
  }
  const all = [...fromFiles, ...(texts.length > 0 ? [texts.join(';')] : [])];
  return all.length === 0 ? null : all.join('; ');
}

/** Whether cookies that one answer sets are sent with the redirects after it: -b with nothing, or any -c, does that. */
export function carriesCookies(reading: Reading): boolean {
  const { options } = reading;
  const isEmpty = (option: Option) => option.value === '' || (!isText(option.value) && isMissing(option, reading));
  return (options.last('cookie-jar') !== null || options.all('cookie').some(isEmpty)) && follows(reading);
}

function isText(value: string): boolean {
  return value.includes('=') || isVeiled(value);
}

/** A jar that is not there is an empty one, as in curl: `-b none` is how people say so. */
function isMissing({ value }: Option, { files }: Reading): boolean {
  try {
    files(value);
    return false;
  } catch (error) {
    return error instanceof Error && error.message.startsWith('there is no file');
  }
}

function follows({ options }: Reading): boolean {
  return options.last('location', 'location-trusted')?.on ?? false;
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

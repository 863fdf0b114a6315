import type { Ping } from '#kinds/heartbeat/beats.ts';

/** A request to a function URL, as far as it is looked at (Lambda's payload format 2.0). Header names are in lower case. */
export type UrlEvent = {
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly requestContext?: { readonly http?: { readonly method?: string } };
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

type Action = Pick<Ping, 'sort' | 'exit'>;

/** What a path may mean. A name may have slashes in it, so that several may be meant; the token says which. */
export type Reading = { readonly name: string; readonly token: string; readonly action: Action };

const TOKEN = /^[A-Za-z0-9_-]{22}$/;
const MOST_PATH = 2_000;
const EXIT_CODE = /^\d{1,3}$/;
const MOST_EXIT = 255;
const SUCCESS: Action = { sort: 'success', exit: null };

/** Every way to read the path of a request: `/name/token` or `/name/token/action`, or without the token where a header has it. */
export function readingsOf({ rawPath = '', headers = {} }: UrlEvent): readonly Reading[] {
  const steps = stepsOf(rawPath);
  if (steps === null) return [];
  const action = actionOf(steps.at(-1) ?? '');
  const ways = [{ path: steps, action: SUCCESS }, ...(action === null ? [] : [{ path: steps.slice(0, -1), action }])];
  const bearer = /^Bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  return ways.flatMap(({ path, action }) => {
    const token = bearer ?? path.at(-1) ?? '';
    const name = (bearer === undefined ? path.slice(0, -1) : path).join('/');
    return name !== '' && TOKEN.test(token) ? [{ name, token, action }] : [];
  });
}

/** What is between the slashes, decoded; null for what nobody who knows a URL would send. */
function stepsOf(path: string): readonly string[] | null {
  if (!path.startsWith('/') || path.length > MOST_PATH) return null;
  try {
    return path.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

function actionOf(word: string): Action | null {
  if (word === 'start' || word === 'fail' || word === 'log') return { sort: word, exit: null };
  if (!EXIT_CODE.test(word)) return null;
  const exit = Number(word);
  return exit === 0 ? { sort: 'success', exit } : { sort: 'fail', exit };
}

const RID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The run that a report is of, null where it says none. What is wrong with the request, in words. */
export function runOf(
  { action }: Reading,
  { rawQueryString = '' }: UrlEvent,
): { readonly rid: string | null } | string {
  if ((action.exit ?? 0) > MOST_EXIT) return 'an exit code is a number from 0 to 255';
  const rid = new URLSearchParams(rawQueryString).get('rid');
  return rid === null || RID.test(rid) ? { rid } : 'rid is 1 to 64 letters, digits, dots, dashes and underscores';
}

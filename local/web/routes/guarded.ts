import { isFromOurPages, saysWhereFrom } from '../access/same-site.ts';
import { isSame } from '../access/token.ts';
import { type Answer, words } from '../http/answer.ts';
import { formOf } from '../http/asked.ts';
import type { Call, Handler } from '../http/route.ts';
import type { Shared } from '../shared.ts';

const BEARER = { 'www-authenticate': 'Bearer' };

/** Only for those who may see everything. */
export function forPrivate(handler: Handler): Handler {
  return (call) => (call.viewer.sees === 'private' ? handler(call) : refused());
}

/** For everybody to whom the list shows anything. */
export function forViewers(handler: Handler): Handler {
  return (call) => (call.viewer.sees === 'nothing' ? refused() : handler(call));
}

function refused(): Answer {
  return words(401, 'show the token: Authorization: Bearer …', BEARER);
}

/**
 * For what changes something: the token is always needed, no other site may have made the request, and a form of ours has its
 * own token with it. So many in a row, then one every few seconds.
 */
export function forActing({ access, actions }: Pick<Shared, 'access' | 'actions'>, handler: Handler): Handler {
  return async (call) => {
    const { asked, viewer } = call;
    if (viewer.by === null) return refused();
    if (!isFromOurPages(asked.headers, access.origins)) return words(403, 'another site sent this');
    if (viewer.by === 'cookie' && !(await hasFormToken(call, access)))
      return words(403, 'this is no form of this page');
    if (!actions.take()) return words(429, 'too many at once; wait a few seconds', { 'retry-after': '5' });
    return handler(call);
  };
}

async function hasFormToken({ asked, viewer: { session } }: Call, { sessions }: Shared['access']): Promise<boolean> {
  if (sessions === null || session === null || !saysWhereFrom(asked.headers)) return false;
  const given = asked.headers['x-rollcall-token'] ?? (await formOf(asked)).get('token') ?? '';
  return typeof given === 'string' && isSame(given, sessions.formToken(session));
}

import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, within } from '../../../probing/attempt.ts';
import type { HttpRequest } from '../../check.ts';
import type { Send } from '../cookies.ts';
import type { Outgoing } from '../encode.ts';
import type { Answer } from '../exchange.ts';

/** `origin`: that of the check's URL. `hop` sends to the target, `ask` to whoever gives out tokens. */
type Ways = { readonly origin: string; readonly hop: Send; readonly ask: Send };

/** One hop, with credentials that are more than a header known beforehand: they go to the origin they were written for. */
export async function authorized(
  outgoing: Outgoing,
  http: HttpRequest,
  attempt: Attempt,
  { origin, hop, ask }: Ways,
): Promise<Answer | Reason> {
  const { redirects } = http;
  const auth = outgoing.url.origin === origin || redirects?.trusted === true ? http.auth : undefined;
  const one = (it: Outgoing): Promise<Answer | Reason> => hop(it, http, attempt);
  switch (auth?.scheme) {
    case 'digest': {
      const loaded = await within(attempt, import('./digest.ts'));
      return 'code' in loaded ? loaded : loaded.sendWithDigest(outgoing, auth, attempt, one);
    }
    case 'sigv4': {
      const loaded = await within(attempt, import('./sigv4.ts'));
      return 'code' in loaded ? loaded : loaded.sendSigned(outgoing, auth, attempt, one);
    }
    case 'oauth2': {
      const loaded = await within(attempt, import('./oauth2.ts'));
      const token = (it: HttpRequest, to: Outgoing): Promise<Answer | Reason> => ask(to, it, attempt);
      return 'code' in loaded ? loaded : loaded.sendWithToken(outgoing, http, auth, attempt, one, token);
    }
    default:
      return one(outgoing);
  }
}

import { type KindTarget, SECRET_REFERENCE } from '../target.ts';
import { rdapOf, rdapServer } from './servers.ts';

const FAR = [{ eventAction: 'expiration', eventDate: '2099-01-01T00:00:00Z' }];

/** A registry that knows one domain for long, one for no more, and says back what it was asked otherwise. */
export async function startTarget(): Promise<KindTarget> {
  const server = await rdapServer((path) => {
    const name = decodeURIComponent(path.replace('/domain/', ''));
    if (name === 'example.com') return { body: rdapOf({ events: FAR }) };
    return { status: 403, body: `nothing for ${name}` };
  });
  return {
    ok: { domain: { name: 'example.com', server } },
    ng: { domain: { name: 'example.net', server } },
    secret: { entry: { domain: { name: SECRET_REFERENCE, server } }, value: 'hidden-name.example' },
  };
}

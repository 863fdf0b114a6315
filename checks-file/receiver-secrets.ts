import type { Receiver } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { hasReference } from '#core/check/references.ts';
import type { Path } from '#core/text/json-values.ts';
import { literalSecrets } from '#kinds/http/secrets.ts';

/** A credential that stands in `alerts` as it is: where in checks.yaml, and what it is, for a person. */
export type ReceiverSecret = { readonly path: Path; readonly place: string };

/** Every literal credential of the receivers. Who knows the path of a webhook can post to it. */
export function receiverSecrets({ alerts }: CheckList): readonly ReceiverSecret[] {
  return (alerts?.receivers ?? []).flatMap(([topic, receivers]) =>
    receivers.flatMap((receiver, index) => {
      const path = ['alerts', 'topics', topic, 'receivers', index];
      return secretsIn(receiver).map(([at, place]) => ({ path: [...path, receiver.kind, ...at], place }));
    }),
  );
}

function secretsIn(receiver: Receiver): (readonly [at: Path, place: string])[] {
  switch (receiver.kind) {
    case 'webhook': {
      const { url, headers } = receiver;
      const inUrl = literalSecrets({ ...POST, url }).map(({ place }) => place);
      const places = inUrl.length === 0 && hasToken(url) ? ['path of a webhook'] : inUrl;
      return [
        ...places.map((place) => [['url'], place] as const),
        ...headers.flatMap(([name, value]) =>
          literalSecrets({ ...POST, headers: [[name, value]] }).map(({ place }) => [['headers', name], place] as const),
        ),
      ];
    }
    case 'smtp': {
      const { login } = receiver;
      return login === null || login.password === '' || hasReference(login.password)
        ? []
        : [[['password'], 'password of the mail server']];
    }
    case 'command':
      return [];
  }
}

const POST = { url: '', method: 'POST', headers: [], query: [], body: null, follow: 0 } as const;

/** A part of a path that nobody wrote by hand: long, with letters and digits. */
function hasToken(url: string): boolean {
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path
    .split('/')
    .some((part) => !hasReference(part) && /^[\w+=.~-]{16,}$/.test(part) && /\d/.test(part) && /[A-Za-z]/.test(part));
}

import { REDACTED } from '#core/redact/literal.ts';
import { safeText } from '#core/text/safe-text.ts';
import { quote } from '#core/text/shell-quoting.ts';
import type { Evidence } from '../kind.ts';
import type { GrpcCheck, GrpcTarget } from './check.ts';
import type { GrpcObservation } from './observation.ts';
import { literalSecrets, mapSecrets } from './secrets.ts';

/** What an NG shows: the beginning of what was no gRPC, and the command that asks the health service again. */
export const grpcEvidence: Evidence<GrpcCheck, GrpcObservation> = {
  secretsIn: literalSecrets,
  shown: (observed, { target }) => ({
    excerpt: 'beginning' in observed && observed.beginning !== undefined ? safeText(observed.beginning) : null,
    command: commandOf(target),
  }),
};

/** grpcurl (github.com/fullstorydev/grpcurl). Certificates are files that its reader must have. */
function commandOf(target: GrpcTarget): string {
  const { host, port, service, tls, authority, headers } = mapSecrets(target, () => REDACTED);
  const words = [
    ...(tls === undefined ? ['-plaintext'] : tlsWords(tls)),
    ...(authority === undefined ? [] : ['-authority', authority]),
    ...headers.flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(service === '' ? [] : ['-d', JSON.stringify({ service })]),
    host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    'grpc.health.v1.Health/Check',
  ];
  return ['grpcurl', ...words.map(quote)].join(' ');
}

function tlsWords({ insecure, ca, cert }: NonNullable<GrpcTarget['tls']>): readonly string[] {
  return [
    ...(insecure === true ? ['-insecure'] : []),
    ...(ca === undefined ? [] : ['-cacert', 'ca.pem']),
    ...(cert === undefined ? [] : ['-cert', 'cert.pem', '-key', 'key.pem']),
  ];
}

import type { HttpAuth } from '#kinds/http/check.ts';
import { shown } from './command-faults.ts';
import type { Option } from './options.ts';
import type { Reading } from './reading.ts';
import type { Target } from './target.ts';
import { isVeiled } from './veiled-references.ts';

/** How curl would authenticate: bearer before SigV4 before digest before basic. A header of -H is looked at elsewhere. */
export function authOf(reading: Reading, target: Target): HttpAuth | null {
  const { options } = reading;
  const bearer = options.last('oauth2-bearer');
  if (bearer !== null) return { scheme: 'bearer', token: bearer.value };
  const user = userOf(reading, target);
  const sigv4 = options.last('aws-sigv4');
  if (sigv4 !== null) return sigv4Of(sigv4, user, reading, target);
  if (user === null) return null;
  const named = { user: user.name, password: user.password };
  if (options.on('anyauth')) return { scheme: 'digest', ...named, any: true };
  return { scheme: options.on('digest') ? 'digest' : 'basic', ...named };
}

function userOf({ options, faults }: Reading, target: Target): Target['user'] {
  const option = options.last('user');
  if (option === null) return target.user;
  const cut = option.value.indexOf(':');
  if (cut === -1) {
    const why = isVeiled(option.value)
      ? 'a reference cannot stand for both; write ${env:USER}:${env:PASSWORD}'
      : 'curl would ask for the password; write user:password';
    faults.add(option.valueAt, `curl: ${option.spelled} has no ":"; ${why}`);
  }
  return { name: option.value.slice(0, cut), password: option.value.slice(cut + 1) };
}

/** `aws:amz[:region[:service]]`; what is left out is read from the host, `service.region.…`. */
function sigv4Of(option: Option, user: Target['user'], { faults }: Reading, target: Target): HttpAuth | null {
  const [provider = '', signer = provider, ...rest] = option.value.split(':');
  const [byHost, regionByHost] = target.base.replace(/^[a-z]+:\/\//, '').split('.');
  const region = rest[0] || regionByHost;
  const service = rest[1] || byHost;
  if (provider.toLowerCase() !== 'aws' || (signer.toLowerCase() !== 'amz' && signer.toLowerCase() !== 'aws')) {
    faults.add(
      option.valueAt,
      `curl: ${option.spelled} ${shown(option.value)} is not AWS's own; write aws:amz:region:service`,
    );
    return null;
  }
  if (!region || !service) {
    faults.add(
      option.valueAt,
      `curl: ${option.spelled} ${shown(option.value)} names no region and service; write aws:amz:region:service`,
    );
    return null;
  }
  const keys = user && { accessKeyId: user.name, secretAccessKey: user.password };
  return { scheme: 'sigv4', service, region, ...(keys && { keys }) };
}

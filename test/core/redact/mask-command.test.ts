import { expect, it } from 'vitest';
import { maskCommand } from '#core/redact/mask-command.ts';

it.each([
  ['curl -u me:sesame h', 'curl -u ********* h'],
  ['curl -ume:sesame h', 'curl -u********* h'],
  ["curl -sku 'me:ses ame' h", 'curl -sku ************ h'],
  ['curl --user=me:sesame --oauth2-bearer sesame h', 'curl --user=********* --oauth2-bearer ****** h'],
  ['curl -b "a=sesame" h', 'curl -b ********** h'],
  ["curl -H 'X-Api-Key: sesame' -H 'accept: text' h", "curl -H 'X-Api-Key: ******' -H 'accept: text' h"],
  ['curl -H "Authorization: Bearer sesame"', 'curl -H "Authorization: *************"'],
  ["curl 'http://me:sesame@h/?a=1&token=sesame&b=2'", "curl 'http://*********@h/?a=1&token=******&b=2'"],
  [`curl -d '{"password": "sesame", "a": 1}' h`, `curl -d '{"password": "******", "a": 1}' h`],
  ['curl -u "me:sesame', 'curl -u **********'],
  ['curl -X POST -d a=1 h | jq', 'curl -X POST -d a=1 h | jq'],
])('overwrites the credentials of %s in place', (command, masked) => {
  expect(maskCommand(command)).toBe(masked);
  expect(masked).toHaveLength(command.length);
});

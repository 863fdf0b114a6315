const SECRET_WORDS = new Set(
  'auth authorization apikey bearer cookie credential credentials jwt key otp pass passphrase passwd password pin pwd secret session sessionid sid sig signature token'.split(
    ' ',
  ),
);
/** Words that make a key no secret: what it names is meant to be seen. */
const OPEN_WORDS = new Set(['idempotency', 'public', 'primary', 'foreign', 'sort', 'cache', 'partition']);

/**
 * Whether a header, parameter, field or JSON key of this name usually holds a credential: `X-Api-Key`, `access_token`,
 * `clientSecret`, `PHPSESSID`, `X-Amz-Signature`; not `keyword`, `author` or `Idempotency-Key`.
 */
export function isSecretName(name: string): boolean {
  if (/names?$/i.test(name)) return false;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  if (words.some((word) => OPEN_WORDS.has(word))) return false;
  if (words.some((word) => SECRET_WORDS.has(word.replace(/s$/, '')) || SECRET_WORDS.has(word))) return true;
  return /password|passwd|secret|token|apikey|accesskey|privatekey|credential|sessid|sessionid|authorization/.test(
    words.join(''),
  );
}

/** What a made key looks like: long, with letters and digits, and no words. */
const RANDOM = /^(?=[^\s]*\d)(?=[^\s]*[A-Za-z])[\w+/=.~-]{16,}$/;

/** The same for a JSON key, of which `key` and `keys` are often the key of a map: they need a value that looks like one. */
export function isSecretJson(key: string, value: string): boolean {
  return /^keys?$/i.test(key) ? RANDOM.test(value) : isSecretName(key);
}

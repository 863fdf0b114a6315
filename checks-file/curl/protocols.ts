import { shown } from './command-faults.ts';
import type { Option } from './options.ts';
import type { Reading } from './reading.ts';
import type { Target } from './target.ts';

const SPOKEN = ['http', 'https'] as const;
type Protocol = (typeof SPOKEN)[number];

/** The one protocol that redirects may lead to, by --proto and --proto-redir; null when both may be spoken. */
export function onlyProtocol({ options, faults }: Reading): Protocol | null {
  const admitted = admittedBy(options.last('proto'), admittedBy(options.last('proto-redir'), SPOKEN));
  const [only, other] = admitted;
  const last = options.last('proto-redir');
  if (only === undefined && last !== null) {
    faults.add(last.valueAt, `curl: ${last.spelled} ${shown(last.value)} admits neither http nor https; take out -L`);
  }
  return only === undefined || other !== undefined ? null : only;
}

/** A url of a protocol that --proto does not admit: curl would send nothing. */
export function refuseProtocol({ options, faults }: Reading, { base }: Target): void {
  const option = options.last('proto');
  const [, protocol] = /^(https?):/.exec(base) ?? [];
  if (option === null || protocol === undefined) return;
  if (admittedBy(option, SPOKEN).some((admitted) => admitted === protocol)) return;
  faults.add(
    option.valueAt,
    `curl: ${option.spelled} ${shown(option.value)} does not admit ${protocol}, which the url has; change one of them`,
  );
}

/** `=https` admits nothing else, `-http` all but it, `+http` (or `http`) it too; several with commas, one after the other. */
function admittedBy(option: Option | null, before: readonly Protocol[]): readonly Protocol[] {
  return (option?.value ?? '').split(',').reduce((admitted, token) => {
    const [, signs = '', name = ''] = /^\s*([-+=]*)(\w*)/.exec(token) ?? [];
    const named = SPOKEN.filter((one) => name.toLowerCase() === one || name.toLowerCase() === 'all');
    if (signs.endsWith('=')) return named;
    if (signs.endsWith('-')) return admitted.filter((one) => !named.includes(one));
    return SPOKEN.filter((one) => admitted.includes(one) || named.includes(one));
  }, before);
}

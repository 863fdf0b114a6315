import type { PageCheck, PageData } from '#core/page/page-data.ts';
import { samplePage } from './sample-page.ts';

/** The sample, in which whatever a target, or a person, said is an attack on the page. */

const LONG = 'A'.repeat(3000);

/** Closes what is open, runs scripts in every way that there is, hides and reorders text, and never breaks a line. */
export function hostile(word: string): string {
  return `${word}\u202e"'></li></title></textarea></pre><script>window.attacked=1</script><img src=x onerror="window.attacked=2"><svg onload="window.attacked=3"></svg><a href="javascript:window.attacked=4">click</a><!-- \u0000\u001b[31m\u200b &lt;b&gt; ]]> \${7*7}`;
}

/** Keys whose texts are not the page's own. */
const SAID = new Set([
  'message',
  'excerpt',
  'warning',
  'label',
  'title',
  'description',
  'text',
  'fingerprint',
  'notAfter',
]);

export function hostilePage(): PageData {
  const { checks, faults, settings, status, incidents, upcoming } = samplePage();
  return {
    settings: { ...attacked(settings), public: settings.public },
    status: { ...attacked(status), timezone: status.timezone, unknown: [hostile('unknown')] },
    checks: checks.map((check, index) => attackedCheck(check, index)),
    incidents: attacked(incidents),
    upcoming: upcoming.map((window) => ({ ...window, name: hostile(window.name) })),
    faults: [...faults.map(hostile), LONG],
  };
}

function attackedCheck(check: PageCheck, index: number): PageCheck {
  const latest = check.latest && attacked(check.latest);
  const seen = { [hostile('key')]: hostile('value'), long: LONG };
  return {
    ...check,
    // A new one, so that names of checks are attacks too and those of the others still lead somewhere.
    name: index === 3 ? hostile('cart') : check.name,
    tags: index === 3 ? [hostile('tag')] : check.tags,
    latest: latest && { ...latest, verdict: { ...latest.verdict, seen, ...(index === 0 && { excerpt: LONG }) } },
  };
}

function attacked<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item) => attacked(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    return [key, SAID.has(key) && typeof inner === 'string' ? hostile(inner) : attacked(inner)];
  });
  return Object.fromEntries(entries) as T;
}

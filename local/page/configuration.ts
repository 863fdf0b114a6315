import { listOf } from '#checks-file/import/to-yaml.ts';
import type { Check } from '#core/check/check.ts';
import { type Redactor, redactorOf } from '#core/redact/redactor.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import { isMap } from '#core/text/json-values.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import { curlOf } from '#kinds/http/judge/curl.ts';
import { settingsOf } from '#kinds/settings.ts';

/**
 * A check for those who may see everything: its settings in YAML, every default filled, and a command that asks its target by
 * hand, null where there is none. References stand as they are written; literal credentials do not stand there.
 */
export function shownConfiguration(
  check: Check,
  latest: PastVerdict | null,
): { readonly configuration: string; readonly command: string | null } {
  const literals = settingsOf(check.kind).secretsIn?.(check.target) ?? [];
  const redact = redactorOf(literals.map(({ secret }) => secret));
  const command = check.kind === 'http' ? redact(curlOf((check as HttpCheck).target)) : (latest?.verdict.curl ?? null);
  const entry = { ...said(check, redact), name: check.name };
  return { configuration: listOf([entry], 0), command };
}

/** A map without what says nothing, its texts without secrets. */
function said(map: Readonly<Record<string, unknown>>, redact: Redactor): Record<string, unknown> {
  const entries = Object.entries(map).filter(([, one]) => one !== null && !(Array.isArray(one) && one.length === 0));
  return Object.fromEntries(entries.map(([key, one]) => [redact(key), saidOf(one, redact)]));
}

function saidOf(value: unknown, redact: Redactor): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((one) => saidOf(one, redact));
  if (isMap(value)) return said(value, redact);
  // A credential may be a number.
  const text = String(value);
  return redact(text) === text ? value : redact(text);
}

import * as z from 'zod';
import { once } from '#core/once.ts';
import type { Draft } from '#core/settings/draft.ts';
import { soundPart } from '#core/settings/draft.ts';
import { knownIn } from '#core/settings/known-settings.ts';
import { mayShowCertificate } from '#core/settings/metrics.ts';
import { referenceFaults } from '#core/settings/reference-faults.ts';
import { scheduleShape } from '#core/settings/schedule.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { filledText, settings } from '#core/settings/setting.ts';
import { baseShape, type Defaults, label, resolveBase, resolveTimeouts } from '#core/settings/shared-settings.ts';
import { nameOfRequest } from '#kinds/http/request-name.ts';
import { NG_STRING, OK_STRING, recipeExpect } from '../curl/recipe-words.ts';
import { timesOf } from '../curl/times.ts';
import type { Outside } from '../outside.ts';
import { readCommand } from './curl.ts';
import { type Read, withinBudget } from './read-kind.ts';

/** The published recipe's event as an entry, with a name and tags if somebody adds them. */
export const recipeSchema = once(() =>
  settings(
    {
      name: baseShape.name.optional(),
      enabled: baseShape.enabled,
      tags: baseShape.tags,
      ...scheduleShape,
      curl_cmd: filledText('write a curl command such as curl -s https://api.example.com/health').describe(
        'The request as a curl command. It is read, never run.',
      ),
      search_keyword: z
        .string({ error: 'write the text to look for, or "" to look at the status alone' })
        .describe('Text that the body must hold beside status 200. Empty: the status alone decides.'),
      ok_string: label.optional().describe('The word for a healthy outcome. healthcheck-ok when left out.'),
      ng_string: label.optional().describe('The word for an unhealthy outcome. healthcheck-ng when left out.'),
    },
    'write a map with curl_cmd and search_keyword',
  ).describe(
    "The published recipe's own event: status 200 and nothing else, the keyword in the body, no second try. Each NG run is told of, whatever defaults say.",
  ),
);

/** The recipe had no memory: it reported each NG run. */
const AS_EVER = { notify: 'every' } as const;

type AuthoredRecipe = z.infer<ReturnType<typeof recipeSchema>>;

/**
 * Reads an event of the recipe as the http check that it means. Of `defaults` it takes what the recipe left open: tags,
 * deadlines, schedule, metrics, and what alerts go by but `notify`. Without a name it is called by its request, and is
 * `nameless`.
 */
export function readRecipeEntry(entry: unknown, defaults: Defaults, outside: Outside): Read {
  const parsed = recipeSchema().safeParse(entry);
  const faults = parsed.success ? [] : faultsOf(parsed.error.issues, entry, knownIn(recipeSchema().shape));
  const draft = soundPart(entry, faults) as Draft<AuthoredRecipe>;
  faults.push(...referenceFaults(draft));
  const { curl_cmd: command } = draft;
  const read = command === undefined ? { faults: [] } : readCommand('curl_cmd', command, outside);
  if ('faults' in read) faults.push(...read.faults);
  if ('faults' in read || faults.length > 0) return { check: null, faults };
  const authored = entry as AuthoredRecipe;
  const { name = nameOfRequest(read.curl.http), ok_string: ok = OK_STRING, ng_string: ng = NG_STRING } = authored;
  const shared = { ...authored, name, labels: { ok, ng }, rechecks: read.curl.rechecks ?? 0, ...AS_EVER };
  const base = resolveBase(shared, defaults, mayShowCertificate(read.curl.http));
  const { recheckAfterSeconds = null } = read.curl;
  const sized = withinBudget({
    ...base,
    ...(recheckAfterSeconds !== null && { recheckAfterSeconds }),
    kind: 'http',
    ...timesOf(read.curl, resolveTimeouts({}, defaults)),
    target: read.curl.http,
    expect: recipeExpect(authored.search_keyword),
  });
  return { ...sized, nameless: authored.name === undefined };
}

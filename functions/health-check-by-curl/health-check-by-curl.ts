import type { CurlCheck } from '#checks-file/curl/parse-curl.ts';
import { type RecipeEvent, readRecipeEvent } from '#checks-file/curl/recipe-event.ts';
import { NG_STRING, recipeExpect } from '#checks-file/curl/recipe-words.ts';
import { timesOf } from '#checks-file/curl/times.ts';
import { BUILT_IN } from '#core/check/defaults.ts';
import { isRecipeEvent } from '#core/run/input.ts';
import { NOTHING_AROUND } from '#core/settings/surroundings.ts';
import { safeText } from '#core/text/safe-text.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import { httpProbe } from '#kinds/http/probe.ts';
import { nameOfRequest } from '#kinds/http/request-name.ts';
import { toCurl } from '#kinds/http/to-curl.ts';
import { checker } from '#kinds/probing/checker.ts';
import type { CheckerEffects } from '#kinds/probing/effects.ts';

const checkHttp = checker(httpProbe);

export type RecipeEffects = {
  readonly checker: CheckerEffects;
  /** Takes a line for the log. */
  readonly log: (line: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds until the function is ended. */
  readonly remainingMs: () => number;
};

export type RecipeAnswer = { readonly result: string };

/**
 * The published recipe's function: its event in, its answer out, and the log saying why. Whatever goes wrong is NG, an
 * event that cannot be read and a fault of ours included, because the recipe's caller hears of nothing else.
 */
export async function healthCheckByCurl(event: unknown, effects: RecipeEffects): Promise<RecipeAnswer> {
  // No files: whoever may invoke the function must not read its own.
  const read = readRecipeEvent(event, NOTHING_AROUND.files);
  if ('faults' in read) {
    for (const fault of read.faults) effects.log(`NG the event cannot be checked: ${safeText(fault)}`);
    return { result: ngStringOf(event) };
  }
  const check = checkOf(read.event, read.curl);
  try {
    const verdict = await called(check, effects);
    logVerdict(verdict, check, effects.log);
    return { result: verdict.outcome === 'OK' ? read.event.ok_string : read.event.ng_string };
  } catch (error) {
    effects.log(`NG ${check.name}: Rollcall itself failed: ${safeText(String(error))}`);
    return { result: read.event.ng_string };
  }
}

function ngStringOf(event: unknown): string {
  const given = isRecipeEvent(event) ? event['ng_string'] : undefined;
  return typeof given === 'string' ? given : NG_STRING;
}

function checkOf(event: RecipeEvent, curl: CurlCheck): HttpCheck {
  return {
    name: nameOfRequest(curl.http),
    kind: 'http',
    tags: [],
    labels: { ok: event.ok_string, ng: event.ng_string },
    rechecks: curl.rechecks ?? 0,
    recheckAfterSeconds: curl.recheckAfterSeconds ?? BUILT_IN.recheckAfterSeconds,
    schedule: BUILT_IN.schedule,
    ...timesOf(curl, BUILT_IN),
    // As with the recipe, what the function can reach is a matter of its network.
    target: { ...curl.http, allowPrivate: true },
    expect: recipeExpect(event.search_keyword),
  };
}

/** The last verdict. A second try (`--retry`) is made only when there is time for the whole of it. */
async function called(check: HttpCheck, effects: RecipeEffects): Promise<Verdict> {
  const pauseMs = check.recheckAfterSeconds * 1000;
  let verdict = await checkHttp({ check, previous: { attempts: 0 } }, effects.checker);
  while (verdict.recheck && effects.remainingMs() > pauseMs + check.timeoutMs) {
    await effects.sleep(pauseMs);
    verdict = await checkHttp({ check, previous: verdict }, effects.checker);
  }
  return verdict;
}

function logVerdict(verdict: Verdict, check: HttpCheck, log: (line: string) => void): void {
  const why = verdict.reason?.message ?? `status ${verdict.status}`;
  const tries = verdict.attempts > 1 ? `, at try ${verdict.attempts}` : '';
  log(`${verdict.outcome} ${verdict.name}: ${why} (${verdict.latencyMs} ms${tries})`);
  if (verdict.reason === null) return;
  if (verdict.excerpt !== undefined) log(`body: ${verdict.excerpt}`);
  log(`repeat: ${safeText(verdict.curl ?? toCurl(check.target))}`);
}

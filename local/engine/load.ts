import { registerHooks } from 'node:module';

type Engine = typeof import('aws-local-stepfunctions');

/** What the engine's package imports, and what it gets instead; each module says why. */
const REPLACED: Readonly<Record<string, string>> = {
  'jsonpath-plus': new URL('./reference-path.ts', import.meta.url).href,
  '@aws-sdk/client-lambda': new URL('./unused.ts', import.meta.url).href,
  '@aws-sdk/credential-providers': new URL('./unused.ts', import.meta.url).href,
  'asl-validator': new URL('./unused.ts', import.meta.url).href,
};

/**
 * The engine copies its input twice for every state, so that no state can change another's. None can: tasks get and
 * give JSON text, and all else it does makes new objects. The copies are a tenth of a roll call's CPU and two fifths of
 * what it allocates.
 */
const COPIER = 'function cloneJSON(value) {';
const NO_COPIER = `${COPIER} return value;`;

/** Imports npm aws-local-stepfunctions, lighter than it is published. Nobody else's imports are touched. */
export async function loadEngine(): Promise<Engine> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const url = context.parentURL?.includes('/aws-local-stepfunctions/') ? REPLACED[specifier] : undefined;
      return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
    },
    load(url, context, next) {
      const loaded = next(url, context);
      return /\/aws-local-stepfunctions\/build\/[^/]+$/.test(url) ? { ...loaded, source: uncopied(loaded) } : loaded;
    },
  });
  try {
    return await import('aws-local-stepfunctions');
  } finally {
    hooks.deregister();
  }
}

function uncopied({ source }: { readonly source?: unknown }): string {
  const text = Buffer.isBuffer(source) ? source.toString() : String(source);
  if (!text.includes(COPIER))
    throw new Error(`this aws-local-stepfunctions has no "${COPIER}"; install the version in package.json`);
  return text.replace(COPIER, NO_COPIER);
}

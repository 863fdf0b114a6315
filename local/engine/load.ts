import { registerHooks } from 'node:module';

type Engine = typeof import('aws-local-stepfunctions');

/** What the engine's package imports, and what it gets instead; each module says why. */
const REPLACED: Readonly<Record<string, string>> = {
  'jsonpath-plus': new URL('./reference-path.ts', import.meta.url).href,
  '@aws-sdk/client-lambda': new URL('./unused.ts', import.meta.url).href,
  '@aws-sdk/credential-providers': new URL('./unused.ts', import.meta.url).href,
  'asl-validator': new URL('./unused.ts', import.meta.url).href,
};

/** Imports npm aws-local-stepfunctions, lighter than it is published. Nobody else's imports are touched. */
export async function loadEngine(): Promise<Engine> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const url = context.parentURL?.includes('/aws-local-stepfunctions/') ? REPLACED[specifier] : undefined;
      return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
    },
  });
  try {
    return await import('aws-local-stepfunctions');
  } finally {
    hooks.deregister();
  }
}

import { StateError } from '../errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The context object (`$$`) of a state: what AWS documents of it and can be true here. */
export type Context = {
  readonly Execution: {
    readonly Id: string;
    readonly Name: string;
    readonly Input: unknown;
    readonly StartTime: string;
    readonly RedriveCount: 0;
  };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
  readonly State: { readonly Name: string; readonly EnteredTime: string; readonly RetryCount: number };
  readonly Map?: { readonly Item: { readonly Index: number; readonly Value: unknown } };
};

/** What paths, templates and intrinsics are evaluated on. */
export type Data = {
  readonly input: unknown;
  readonly context: Context;
  readonly uuid: () => string;
};

/** What a path, a template or a call came to when the definition was loaded. */
export type Evaluate = (data: Data) => unknown;

/** An intrinsic that cannot be applied; Retry and Catch see it. */
export function intrinsicFailure(cause: string): StateError {
  return new StateError('States.IntrinsicFailure', cause);
}

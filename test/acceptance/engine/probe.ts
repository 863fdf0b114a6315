/** What a Task of a generated definition sends. A step is the name of an error to throw, or null for an answer. */
export type ProbeEvent = {
  readonly input: unknown;
  readonly attempt: number;
  readonly steps: readonly (string | null)[];
};

/** Answers or fails as the event says, by how often the state has been retried: the last step stands for all after it. */
export function probe({ input, attempt, steps }: ProbeEvent): object {
  const step = steps[Math.min(attempt, steps.length - 1)] ?? null;
  if (step !== null) throw Object.assign(new Error(`attempt ${attempt}`), { name: step });
  return { echo: input, attempt, list: [1, [2, 3]], nothing: null, json: '{"a":[1,{"b":null}]}' };
}

/** The same as the code of a Lambda function. */
export const PROBE_CODE = `export const handler = async (event) => {
  const { input, attempt, steps } = event;
  const step = steps[Math.min(attempt, steps.length - 1)] ?? null;
  if (step !== null) throw Object.assign(new Error('attempt ' + attempt), { name: step });
  return { echo: input, attempt, list: [1, [2, 3]], nothing: null, json: '{"a":[1,{"b":null}]}' };
};
`;

/** A state of a definition, or some of its fields. */
export type State = Readonly<Record<string, unknown>>;
/** Some states, of which the first has the given name, and that go on to `next` or end. */
export type Part = (name: string, next: string | undefined) => Readonly<Record<string, State>>;

export const goes = (next: string | undefined) => (next === undefined ? { End: true } : { Next: next });
/** A field only where there is a value. */
export const maybe = (key: string, value: unknown) => (value === undefined ? {} : { [key]: value });

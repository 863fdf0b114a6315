import * as z from 'zod';

/** The settings that a map knows, and for those that are maps themselves the settings in them. */
export type KnownSettings = {
  readonly names: readonly string[];
  readonly inner: Readonly<Record<string, readonly string[]>>;
};

/** What a map of these settings knows. */
export function knownIn(shape: Readonly<Record<string, z.core.$ZodType>>): KnownSettings {
  const inner = Object.entries(shape).flatMap(([name, schema]) => {
    const names = settingsIn(schema);
    return names.length === 0 ? [] : [[name, names] as const];
  });
  return { names: Object.keys(shape), inner: Object.fromEntries(inner) };
}

/** The settings of a schema that is a map, whether it may be left out or not; none for every other. */
export function settingsIn(schema: z.core.$ZodType | undefined): readonly string[] {
  return schema === undefined ? [] : Object.keys(shapeOf(schema));
}

/** The settings of a schema that is a map by name; empty for every other schema. */
export function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const plain = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return plain instanceof z.ZodObject ? plain.shape : {};
}

/** The validator hands on nothing but text, so that is how what is known reaches the words of a fault. */
export function knownText(known: KnownSettings): string {
  return JSON.stringify(known);
}

/** What knownText was made from. */
export function readKnown(text: string): KnownSettings {
  return JSON.parse(text) as KnownSettings;
}

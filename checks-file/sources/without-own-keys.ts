import * as z from 'zod';
import { isMap } from '#core/text/json-values.ts';
import { isOwnKey } from './own-keys.ts';

/**
 * A value without the keys that are its author's own, in every map of settings that the schema has. In a map of names, such
 * as headers, and in values that are data, such as a JSON body, every key stays.
 */
export function withoutOwnKeys(value: unknown, schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodUnion)
    return withoutOwnKeys(value, fitting(value, schema));
  if (Array.isArray(value) && schema instanceof z.ZodArray) {
    return value.map((item: unknown) => withoutOwnKeys(item, schema.element));
  }
  if (!isMap(value)) return value;
  if (schema instanceof z.ZodRecord) {
    return mapped(value, (inner) => withoutOwnKeys(inner, schema.valueType));
  }
  if (!(schema instanceof z.ZodObject)) return value;
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const kept = Object.entries(value).filter(([key]) => Object.hasOwn(shape, key) || !isOwnKey(key));
  return mapped(Object.fromEntries(kept), (inner, key) => {
    const own = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return own === undefined ? inner : withoutOwnKeys(inner, own);
  });
}

/** Whether there is such a key anywhere, data included. */
export function hasOwnKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => isOwnKey(key) || hasOwnKeys(inner));
}

/** The form that a value has: a list, or of maps the one that has most of its keys; settings before names. */
function fitting(value: unknown, schema: z.core.$ZodType): z.core.$ZodType {
  const forms = formsOf(schema);
  if (Array.isArray(value)) return forms.find((form) => form instanceof z.ZodArray) ?? z.unknown();
  const keys = isMap(value) ? Object.keys(value) : [];
  const known = ({ shape }: z.ZodObject): number => keys.filter((key) => Object.hasOwn(shape, key)).length;
  const [most] = forms.filter((form) => form instanceof z.ZodObject).toSorted((a, b) => known(b) - known(a));
  return most ?? forms.find((form) => form instanceof z.ZodRecord) ?? z.unknown();
}

function formsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional) return formsOf(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(formsOf) : [schema];
}

function mapped(map: Record<string, unknown>, change: (value: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

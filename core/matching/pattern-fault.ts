/**
 * What is wrong with a regex, a JSONPath or a JSON Schema, for its author: `missing closing ] at character 3`. A checker
 * sees it only when a check went round the validation.
 */
export class PatternFault extends Error {
  override readonly name = 'PatternFault' as const;
}

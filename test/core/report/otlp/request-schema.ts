import { Ajv2020 } from 'ajv/dist/2020.js';
import type { MetricsRequest } from '#core/report/otlp/metrics-request.ts';

const whole = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const listOf = (items: object, more: object = {}) => ({ type: 'array', items, ...more });
const text = { type: 'string', minLength: 1 };
const int64 = { type: 'string', pattern: '^-?\\d+$' };
const nanos = { type: 'string', pattern: '^\\d{19}$' };
const attributes = listOf(
  whole({ key: text, value: { oneOf: [whole({ stringValue: { type: 'string' } }), whole({ intValue: int64 })] } }),
);
const points = (optional: readonly string[]) =>
  listOf(whole({ attributes, startTimeUnixNano: nanos, timeUnixNano: nanos, asInt: int64 }, optional), { minItems: 1 });
const metricOf = (data: Readonly<Record<string, object>>) =>
  whole({ name: { type: 'string', pattern: '^[a-z][a-z_.]*$' }, description: text, unit: text, ...data });
const metric = {
  oneOf: [
    metricOf({ gauge: whole({ dataPoints: points(['startTimeUnixNano']) }) }),
    metricOf({
      sum: whole({ aggregationTemporality: { const: 2 }, isMonotonic: { const: false }, dataPoints: points([]) }),
    }),
  ],
};
const one = { minItems: 1, maxItems: 1 };
const scope = whole({ name: text, version: text });
const scopeMetrics = listOf(whole({ scope, metrics: listOf(metric) }), one);

/** OTLP's JSON mapping (opentelemetry-proto): names in lowerCamelCase, 64 bits as decimal texts, enums as numbers. */
const isRequest = new Ajv2020({ strict: true, strictTypes: false }).compile<MetricsRequest>(
  whole({ resourceMetrics: listOf(whole({ resource: whole({ attributes }), scopeMetrics }), one) }),
);

/** Reads a request strictly, and gives its points on a line each: name, attributes, value. Throws at what is wrong. */
export function pointsIn(body: unknown): readonly string[] {
  if (!isRequest(body)) throw new Error(JSON.stringify(isRequest.errors));
  const metrics = body.resourceMetrics.flatMap((resource) => resource.scopeMetrics).flatMap((of) => of.metrics);
  onceEach(metrics.map(({ name }) => name));
  return metrics.flatMap((of) => {
    const { dataPoints } = 'gauge' in of ? of.gauge : of.sum;
    onceEach(dataPoints.map((point) => JSON.stringify(point.attributes)));
    return dataPoints.map((point) => {
      onceEach(point.attributes.map(({ key }) => key));
      return [
        of.name,
        ...point.attributes.map(({ key, value }) => `${key}=${Object.values(value)[0]}`),
        point.asInt,
      ].join(' ');
    });
  });
}

function onceEach(names: readonly string[]): void {
  if (new Set(names).size !== names.length) throw new Error(`twice: ${names.join()}`);
}

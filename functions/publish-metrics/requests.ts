import type { MetricDatum } from '#core/report/metric-data.ts';

/** PutMetricData takes 1,000 metrics and 1 MB a request; the second bound leaves a tenth for what is not metrics. */
const REQUEST_METRICS = 1000;
const REQUEST_BYTES = 900_000;
/** The keys, the numbers and the timestamp of one datum in the wordiest of the API's encodings. */
const DATUM_BYTES = 512;

/** `data` in its order, cut into as few requests as the API's limits allow. */
export function requestsOf(data: readonly MetricDatum[]): MetricDatum[][] {
  const requests: MetricDatum[][] = [];
  let current: MetricDatum[] = [];
  let bytes = 0;
  for (const datum of data) {
    const size = sizeOf(datum);
    if (current.length > 0 && (current.length >= REQUEST_METRICS || bytes + size > REQUEST_BYTES)) {
      requests.push(current);
      current = [];
      bytes = 0;
    }
    current.push(datum);
    bytes += size;
  }
  if (current.length > 0) requests.push(current);
  return requests;
}

/** Upper bound: a character takes at most three when it is percent-encoded, and all of ours are ASCII. */
function sizeOf(datum: MetricDatum): number {
  return datum.Dimensions.reduce((sum, { Value }) => sum + 3 * Value.length, DATUM_BYTES);
}

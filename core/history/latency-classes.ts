/**
 * How many latencies fell into each class, the classes in ascending order and without the empty ones. Classes are spaced
 * evenly on a logarithmic scale, so that percentiles of any sum of buckets are within 3 % of those of the latencies
 * themselves, from 1 ms to 60 s.
 */
export type LatencyClasses = readonly (readonly [latencyClass: number, count: number])[];

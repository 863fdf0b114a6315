import { VERSION } from '../../contract.ts';
import type { Verdict } from '../../verdict/verdict.ts';

/** An attribute, a point and a metric as OTLP's JSON has them: whole numbers of 64 bits are texts. */
type Attribute = {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
};
type Point = {
  readonly attributes: readonly Attribute[];
  readonly startTimeUnixNano?: string;
  readonly timeUnixNano: string;
  readonly asInt: string;
};
type Metric = { readonly name: string; readonly description: string; readonly unit: string } & (
  | { readonly gauge: { readonly dataPoints: readonly Point[] } }
  | {
      readonly sum: {
        readonly aggregationTemporality: 2;
        readonly isMonotonic: false;
        readonly dataPoints: readonly Point[];
      };
    }
);

/** What OTLP/HTTP takes at /v1/metrics (ExportMetricsServiceRequest). */
export type MetricsRequest = {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string; readonly version: string };
      readonly metrics: readonly Metric[];
    }[];
  }[];
};

/**
 * The verdicts of a run as OTLP metrics: rollcall.check.success of each, and of http what the collector's httpcheck receiver
 * has, with the check's name in place of its URL. Metrics without points are left out. `startedAt`: ISO time of the run.
 */
export function metricsRequest(verdicts: readonly Verdict[], startedAt: string): MetricsRequest {
  const metrics = KNOWN.flatMap(({ name, description, unit, isSum = false, of }) => {
    const start = isSum ? { startTimeUnixNano: nanos(startedAt) } : {};
    const dataPoints = verdicts.flatMap((verdict) =>
      of(verdict).flatMap(([value, attributes = {}]) =>
        Number.isFinite(value) ? [{ ...start, ...pointOf(verdict, value, attributes) }] : [],
      ),
    );
    if (dataPoints.length === 0) return [];
    const data = isSum
      ? { sum: { aggregationTemporality: 2, isMonotonic: false, dataPoints } as const }
      : { gauge: { dataPoints } };
    return [{ name, description, unit, ...data }];
  });
  const scope = { name: 'rollcall', version: VERSION };
  const resource = { attributes: attributesOf({ 'service.name': 'rollcall', 'service.version': VERSION }) };
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] };
}

type Attributes = Readonly<Record<string, string | number>>;

function pointOf({ name, kind, at }: Verdict, value: number, attributes: Attributes): Point {
  return {
    attributes: attributesOf({ 'rollcall.check': name, 'rollcall.kind': kind, ...attributes }),
    timeUnixNano: nanos(at),
    asInt: String(Math.round(value)),
  };
}

function attributesOf(attributes: Attributes): readonly Attribute[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value.toWellFormed() },
  }));
}

const nanos = (iso: string): string => `${Date.parse(iso)}000000`;

/** `of`: values with their attributes; NaN where nothing is known. */
type Known = {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly isSum?: true;
  readonly of: (verdict: Verdict) => readonly (readonly [value: number, attributes?: Attributes])[];
};

const ofHttp =
  (of: Known['of']): Known['of'] =>
  (verdict) =>
    verdict.kind === 'http' ? of(verdict) : [];

const KNOWN: readonly Known[] = [
  {
    name: 'rollcall.check.success',
    description: 'Whether the check is OK.',
    unit: '1',
    of: ({ outcome }) => [[Number(outcome === 'OK')]],
  },
  {
    name: 'httpcheck.duration',
    description: 'How long the last attempt took.',
    unit: 'ms',
    of: ofHttp(({ latencyMs }) => [[latencyMs ?? NaN]]),
  },
  {
    name: 'httpcheck.status',
    description: '1 for the class of the status, 0 for the others.',
    unit: '1',
    isSum: true,
    of: ofHttp(({ status }) => (status === null ? [] : classesOf(status))),
  },
  {
    name: 'httpcheck.error',
    description: 'Why no response came, by the code of the reason.',
    unit: '{error}',
    isSum: true,
    of: ofHttp(({ status, reason }) =>
      status === null && reason !== null ? [[1, { 'error.message': reason.code }]] : [],
    ),
  },
  {
    name: 'httpcheck.dns.lookup.duration',
    description: 'How long looking up the name took.',
    unit: 'ms',
    of: ofHttp(({ phases }) => [[phases.dns ?? NaN]]),
  },
  {
    name: 'httpcheck.client.connection.duration',
    description: 'How long making the connection took.',
    unit: 'ms',
    of: ofHttp(({ phases }) => [[phases.connect ?? NaN, { 'network.transport': 'tcp' }]]),
  },
  {
    name: 'httpcheck.tls.handshake.duration',
    description: 'How long the handshake took.',
    unit: 'ms',
    of: ofHttp(({ phases }) => [[phases.tls ?? NaN]]),
  },
  {
    name: 'httpcheck.response.duration',
    description: 'How long receiving the response took, after its first byte.',
    unit: 'ms',
    of: ofHttp(({ phases }) => [[phases.download ?? NaN]]),
  },
  {
    name: 'httpcheck.tls.cert_remaining',
    description: 'How long until the first certificate of the chain ends.',
    unit: 's',
    of: ofHttp(({ certificate, at }) => [[(Date.parse(certificate?.notAfter ?? '') - Date.parse(at)) / 1000]]),
  },
];

const CLASSES = [1, 2, 3, 4, 5] as const;

function classesOf(status: number): ReturnType<Known['of']> {
  return CLASSES.map((one) => [
    Number(Math.floor(status / 100) === one),
    { 'http.status_code': status, 'http.status_class': `${one}xx` },
  ]);
}

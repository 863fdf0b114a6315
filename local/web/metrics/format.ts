/** How Prometheus reads metrics: its own text format, or the standard that was made of it. */
export type Format = 'text' | 'openmetrics';

export const CONTENT_TYPES = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const satisfies Record<Format, string>;

/** What an Accept header prefers of the two. What names neither is given the older. */
export function formatFor(accept: string | undefined): Format {
  const qualities = { text: 0, openmetrics: 0 };
  for (const range of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = range.split(';').map((word) => word.trim().toLowerCase());
    const quality = Number(parameters.find((word) => word.startsWith('q='))?.slice(2) ?? '1');
    const version = parameters.find((word) => word.startsWith('version='))?.slice(8);
    if (type === 'application/openmetrics-text' && (version === undefined || version === '1.0.0')) {
      qualities.openmetrics = Math.max(qualities.openmetrics, quality);
    }
    if (type === 'text/plain') qualities.text = Math.max(qualities.text, quality);
  }
  return qualities.openmetrics > 0 && qualities.openmetrics >= qualities.text ? 'openmetrics' : 'text';
}

/** The end of OpenMetrics, which tells a whole answer from a part. */
export const OPENMETRICS_END = '# EOF\n';

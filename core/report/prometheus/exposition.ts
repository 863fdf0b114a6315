/** One series of a metric: its labels and its value. A value that is no finite number is left out. */
type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** A gauge and its series. `help` is one line. */
export type Family = { readonly name: string; readonly help: string; readonly samples: readonly Sample[] };

/**
 * Gauges in Prometheus's text exposition format (version 0.0.4), without timestamps: node_exporter takes no file that has
 * them. A gauge without series is left out; of a series that is there twice the last value stands. Ends in a line break.
 */
export function exposition(families: readonly Family[]): string {
  return families.map(textOf).join('');
}

function textOf({ name, help, samples }: Family): string {
  const finite = samples.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) return '';
  const series = new Map(finite.map(({ labels, value }) => [`${name}${labelsText(labels)}`, value]));
  const lines = [...series].map(([one, value]) => `${one} ${value}\n`);
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelsText(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Half of a surrogate pair would be no UTF-8, and cost the reader the whole file. */
function escaped(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

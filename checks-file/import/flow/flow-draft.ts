const PREFIX = 'ROLLCALL_CAPTURE_';

/** What stands for a capture while requests are still looked through for credentials: a reference is none. */
export function captureMark(name: string): string {
  return `\${env:${PREFIX}${name}}`;
}

/** Settings with each mark as the name that it stands for. */
export function withNames<T>(settings: T): T {
  const text = JSON.stringify(settings).replace(/\$\{env:ROLLCALL_CAPTURE_(\w+)\}/g, '{{$1}}');
  return JSON.parse(text) as T;
}

const MOST_NAME = 36;

/** Hands out names of steps as the schema takes them, each once. */
export function stepNamer(): (words: string) => string {
  const taken = new Set<string>();
  return (words) => {
    const fitting = words.replace(/[^A-Za-z0-9 _./:@#()+=&-]+/g, '_').replace(/^[^A-Za-z0-9_]+/, '');
    const base = fitting.slice(0, MOST_NAME).trim() || 'step';
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base} ${count}`;
    taken.add(name);
    return name;
  };
}

/** Hands out names of captures, made of the words of a key, a header or a cookie. */
export function captureNamer(known: readonly string[] = []): (words: string) => string {
  const taken = new Set(['uuid', 'now', 'timestamp', ...known]);
  return (words) => {
    const fitting = words.replace(/[^A-Za-z0-9]+/g, '_').replace(/^[^A-Za-z]+|_+$/g, '');
    const base = fitting.slice(0, MOST_NAME) || 'value';
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
    taken.add(name);
    return name;
  };
}

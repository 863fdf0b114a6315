/**
 * Drawings of the three places of the AWS console that a re-run takes, narrow enough for a phone. No screenshots: AWS moves its
 * buttons about.
 */

const WIDTH = 460;
const FONT = 'font-family="Helvetica, Arial, sans-serif"';
const COLOURS = { ok: '#1d8102', ng: '#d13212', idle: '#687078', ink: '#16191f', line: '#c6c6cd', act: '#0a4a74' };
type Colour = keyof typeof COLOURS;

export type Drawing = {
  readonly file: string;
  readonly title: string;
  readonly height: number;
  readonly parts: () => readonly string[];
};

export const DRAWINGS: readonly Drawing[] = [
  { file: 'executions.svg', title: 'The executions of a state machine', height: 310, parts: executions },
  { file: 'start.svg', title: 'The box that starts an execution', height: 300, parts: start },
  { file: 'execution.svg', title: 'A failed execution', height: 450, parts: execution },
];

export function svgOf({ title, height, parts }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ${FONT}>`,
    `<title>${title}</title>`,
    box(0.5, 0.5, WIDTH - 1, height - 1, '#ffffff'),
    ...parts(),
    text(WIDTH - 14, height - 12, 'a drawing, not a screenshot', { size: 11, colour: 'idle', anchor: 'end' }),
    '</svg>',
    '',
  ].join('\n');
}

function executions(): string[] {
  const rows = [
    ['0b4f7c1a-…', 'Failed', 'ng', '09:05:00'],
    ['c92e10d5-…', 'Succeeded', 'ok', '09:00:00'],
    ['58aa3e77-…', 'Succeeded', 'ok', '08:55:00'],
  ] as const;
  return [
    ...heading('Step Functions  ›  State machines', 'Rollcall-HealthChecksWorkflow…'),
    ...tabs(['Executions', 'Monitoring', 'Definition']),
    ...button(298, 124, 'Start execution', '1'),
    ...['Name', 'Status', 'Started'].map((word, at) => text(30 + at * 155, 184, word, { bold: true })),
    ...rows.flatMap(([name, status, colour, from], at) => {
      const y = 216 + at * 28;
      return [
        line(20, y - 20, WIDTH - 20),
        text(30, y, name, { colour: 'act' }),
        text(185, y, status, { colour, bold: true }),
        text(340, y, from),
      ];
    }),
    mark(125, 211, '2'),
  ];
}

function start(): string[] {
  return [
    box(20, 14, WIDTH - 40, 256, '#fafafa'),
    text(40, 46, 'Start execution', { size: 18, bold: true }),
    text(40, 76, 'Name', { bold: true }),
    box(40, 84, WIDTH - 80, 26, '#ffffff'),
    text(50, 102, '6f1d9c1e-…   (leave it)', { colour: 'idle' }),
    text(40, 136, 'Input', { bold: true }),
    mark(96, 131, '1'),
    box(40, 146, WIDTH - 80, 66, '#ffffff'),
    ...['{', '    "only": ["orders-api"]', '}'].map((words, at) => code(50, 164 + at * 18, words)),
    text(170, 244, 'Cancel', { colour: 'act' }),
    ...button(274, 224, 'Start execution', '2'),
  ];
}

function execution(): string[] {
  return [
    ...heading('Step Functions  ›  State machines  ›  Rollcall-…', 'Execution: 0b4f7c1a-…'),
    ...button(172, 86, 'New execution', '1'),
    ...button(344, 86, 'Redrive', '2'),
    box(20, 130, WIDTH - 40, 34, '#fdf3f1', 'ng'),
    text(34, 152, 'Failed in PublishAlertAgain:  SNS.NotFoundException', { colour: 'ng', bold: true }),
    ...tabs(['Graph view', 'Input and output', 'Events'], 196),
    mark(302, 191, '3'),
    ...chain(['PrepareChecks', 'RunChecks', 'TrackIncidents'], 22, 226),
    box(20, 284, WIDTH - 40, 134, '#fafafa', 'ng'),
    text(34, 306, 'Finish', { colour: 'ng', bold: true }),
    ...state('PublishAlertAgain', 34, 322, 'ng'),
    ...state('MetricsDone', 220, 322, 'ok'),
    ...state('IncidentsDone', 34, 370, 'ok'),
  ];
}

type Style = {
  readonly size?: number;
  readonly colour?: Colour;
  readonly bold?: boolean;
  readonly anchor?: 'middle' | 'end';
};

function text(x: number, y: number, words: string, { size = 13, colour = 'ink', bold, anchor }: Style = {}): string {
  const weight = bold ? ' font-weight="bold"' : '';
  const side = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${COLOURS[colour]}"${weight}${side}>${escaped(words)}</text>`;
}

/** The indent is part of where it begins: browsers draw blanks that lead a text as none. */
function code(x: number, y: number, words: string): string {
  const indent = words.length - words.trimStart().length;
  return text(x + indent * 8, y, words.trimStart()).replace('<text ', '<text font-family="monospace" ');
}

function box(x: number, y: number, width: number, height: number, fill: string, stroke: Colour = 'line'): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${COLOURS[stroke]}"/>`;
}

function line(x: number, y: number, to: number): string {
  return `<path d="M${x} ${y}H${to}" stroke="${COLOURS.line}"/>`;
}

function heading(path: string, title: string): string[] {
  return [text(20, 34, path, { size: 12, colour: 'act' }), text(20, 70, title, { size: 20, bold: true })];
}

function tabs(words: readonly string[], y = 106): string[] {
  const all = words.map((word, at) => text(30 + at * 155, y, word, at === 0 ? { bold: true, colour: 'act' } : {}));
  return [...all, line(20, y + 10, WIDTH - 20)];
}

/** What is clicked, with the number that the text beside the drawing gives it. */
function button(x: number, y: number, words: string, number: string): string[] {
  const width = 30 + words.length * 7.4;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="30" rx="15" fill="#ffffff" stroke="${COLOURS.act}" stroke-width="2"/>`,
    text(x + width / 2, y + 20, words, { colour: 'act', bold: true, anchor: 'middle' }),
    mark(x - 14, y + 15, number),
  ];
}

function mark(x: number, y: number, number: string): string {
  return `<circle cx="${x}" cy="${y}" r="10" fill="#f2b200"/>${text(x, y + 4.5, number, { bold: true, anchor: 'middle' })}`;
}

/** States that were left well, each joined to the next. */
function chain(names: readonly string[], from: number, y: number): string[] {
  let x = from;
  return names.flatMap((name, at) => {
    const joined = at === 0 ? [] : [line(x - 24, y + 18, x)];
    const parts = [...joined, ...state(name, x, y, 'ok')];
    x += stateWidth(name) + 24;
    return parts;
  });
}

const stateWidth = (name: string): number => 20 + name.length * 8;

function state(name: string, x: number, y: number, colour: Colour): string[] {
  return [
    box(x, y, stateWidth(name), 36, '#ffffff', colour),
    text(x + 10 + name.length * 4, y + 23, name, { colour, anchor: 'middle' }),
  ];
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

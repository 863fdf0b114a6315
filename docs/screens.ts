import { planOf } from '#core/check/alerting.ts';
import { bodiesOf, textOf } from '#core/report/bodies.ts';
import { countsOf } from '#core/report/counts.ts';
import { noticesOf } from '#core/report/notices.ts';
import type { Notification } from '#core/report/notification.ts';
import { sampleNotice } from '#core/report/sample.ts';
import { renderCounts } from '../cli/output/counts.ts';
import { MEASURES } from '../cli/output/measures.ts';
import { renderProofs } from '../cli/output/proofs.ts';
import { renderTable } from '../cli/output/table.ts';
import { renderTrace } from '../cli/output/trace.ts';
import { PROVEN, type SampleRoll, sampleRoll, TRACED } from './sample-roll.ts';
import { terminalSvg } from './terminal-svg.ts';

/** What users see of the sample roll call: files below docs/, by their names. */

/** Of the terminals: in a text as wide as a screen, and on a phone, where the letters stay as large. */
const WIDE = 100;
const NARROW = 52;
const ELAPSED_MS = 3_100;
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:rollcall';

export async function screens(): Promise<ReadonlyMap<string, string>> {
  const roll = await sampleRoll();
  const terminals = TERMINALS.flatMap(({ name, title, text }) => [
    [`screens/${name}.svg`, terminalSvg(title, text(roll, WIDE), WIDE)] as const,
    [`screens/${name}-narrow.svg`, terminalSvg(title, text(roll, NARROW), NARROW)] as const,
  ]);
  return new Map([...terminals, ['screens.md', page(roll)]]);
}

const TERMINALS = [
  { name: 'run', title: 'rollcall run', text: runScreen },
  { name: 'verbose', title: 'rollcall run --verbose', text: verboseScreen },
  { name: 'prove', title: 'rollcall prove', text: proveScreen },
];

const terminal = (columns: number) => ({ columns, color: true, unicode: true });

function runScreen({ verdicts }: SampleRoll, columns: number): string {
  const counts = renderCounts(countsOf(verdicts), ELAPSED_MS, terminal(columns));
  const table = renderTable(verdicts, terminal(columns), MEASURES);
  return `${typed(['rollcall run', '--checks examples/checks.yaml'], columns)}${table}\n${counts}`;
}

function verboseScreen({ trace }: SampleRoll, columns: number): string {
  const shown = renderTrace(trace, { ...terminal(columns), ...MEASURES });
  return `${typed(['rollcall run', '--checks examples/checks.yaml', `--verbose ${TRACED}`], columns)}${shown}`;
}

function proveScreen({ proofs }: SampleRoll, columns: number): string {
  const words = ['rollcall prove', '--checks examples/checks.yaml', `--only ${PROVEN.join(',')}`];
  return `${typed(words, columns)}${renderProofs(proofs, terminal(columns))}`;
}

/** A command as it is typed: on one line, or an option a line where that is too long. */
function typed(words: readonly string[], columns: number): string {
  const line = `$ ${words.join(' ')}`;
  return `${line.length <= columns ? line : `$ ${words.join(' \\\n    ')}`}\n\n`;
}

/** A picture of a terminal in a page, the narrow one where the screen is. */
const picture = (name: string, words: string): string =>
  `<picture><source media="(max-width: 600px)" srcset="screens/${name}-narrow.svg"><img src="screens/${name}.svg" alt="${words}"></picture>`;

function page(roll: SampleRoll): string {
  const full = noticeFor(roll, 'full');
  const sample = sampleNotice(TOPIC_ARN, 'full', new Date(roll.run.startedAt));
  return `# Screens

What the sample of \`npm start\` looks like. \`npm run generate\` calls its roll and makes this page; times are replaced, so
that it comes out the same.

## The terminal

${picture('run', 'The table of a run: a mark, the name, the latency and the reason of each check')}

${picture('verbose', 'What one attempt did: addresses, request, response, and each expectation with its real value')}

${picture('prove', 'The table of prove: what each check noticed, and what stays OK')}

## E-mail

The third run of a schedule: six incidents open, one is over.

${fenced('text', mail(full))}
## SMS

${fenced('text', `${bodiesOf(full).sms}\n`)}
## SQS, Lambda, HTTPS

The document of [alert.schema.json](alert.schema.json), its first piece of news only.

${fenced('json', json(firstNewsOnly(bodiesOf(full).default)))}
## Chat

The custom notification of Amazon Q Developer in chat applications, for Slack and Teams.

${fenced('json', json(JSON.parse(bodiesOf(noticeFor(roll, 'chat')).default)))}
## \`rollcall test-alert\`

${fenced('text', mail(sample)).trimEnd()}
`;
}

function noticeFor({ list, run, verdicts, transitions }: SampleRoll, format: 'full' | 'chat'): Notification {
  const plan = { ...planOf(list), formats: [['default', format]] } as const;
  const topics = { defaultArn: TOPIC_ARN, arns: new Map() };
  const [notice] = noticesOf({ run, verdicts, transitions, plan, topics });
  if (notice === undefined) throw new Error('the sample has something to tell');
  return notice;
}

const mail = (notice: Notification): string => `Subject: ${notice.subject}\n\n${textOf(notice)}`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function firstNewsOnly(document: string): unknown {
  const { news, ...rest } = JSON.parse(document) as { readonly news: readonly unknown[] };
  return { ...rest, news: news.slice(0, 1) };
}

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\`\`\`\n`;

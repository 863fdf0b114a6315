/**
 * Writes again what is made from something else: the states of the definition that check each kind, the picture in
 * docs/workflow.md, checks.schema.json, the console's drawings and the screens.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { checksJsonSchema } from '#checks-file/json-schema.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { outcomes } from '../bench/cloudwatch/table.ts';
import written from '../statemachines/health-check.asl.json' with { type: 'json' };
import { alarmsPage } from './alarm-tables.ts';
import { withCheckers } from './checker-states.ts';
import { DRAWINGS, svgOf } from './console-drawings.ts';
import { withPicture } from './picture.ts';
import { screens } from './screens.ts';

const definition = withCheckers(written, KIND_NAMES);
const file = fileURLToPath(new URL('../statemachines/health-check.asl.json', import.meta.url));
await writeFile(file, JSON.stringify(definition, null, 2));
execFileSync('biome', ['format', '--write', file], { stdio: 'pipe' });

const workflow = new URL('workflow.md', import.meta.url);
await writeFile(workflow, withPicture(await readFile(workflow, 'utf8'), definition));
await writeFile(new URL('../checks.schema.json', import.meta.url), `${JSON.stringify(checksJsonSchema(), null, 2)}\n`);
for (const drawing of DRAWINGS) await writeFile(new URL(`console/${drawing.file}`, import.meta.url), svgOf(drawing));
await writeFile(new URL('alarms.md', import.meta.url), alarmsPage(outcomes()));
await mkdir(new URL('screens/', import.meta.url), { recursive: true });
for (const [name, text] of await screens()) await writeFile(new URL(name, import.meta.url), text);

/**
 * Plays the alarms that lists synthesize by CloudWatch's documented rules, minute by minute, and prints what pages when:
 * every interval by every situation, then long lists. docs/alarms.md keeps both tables.
 *
 *   npm run simulate:alarms
 */
import { crowdsTable, outcomes, situationsTable } from './cloudwatch/table.ts';

process.stdout.write(`${situationsTable(outcomes())}\n${crowdsTable()}`);

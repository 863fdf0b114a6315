import { crowdsTable, type Outcomes, situationsTable } from '../bench/cloudwatch/table.ts';

const BEFORE = `# What pages, and when

<!-- Made by npm run generate. -->

Alarms are no use when they page for nothing, or too late. So the alarms that Rollcall deploys are played, minute by minute,
by the rules that [CloudWatch's user guide](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html)
gives for their evaluation: M of N, the periods that are fetched beyond N, what is missing, metric math, warm-up, composites.
What is played is what the template says; what it is fed is what a run writes. \`npm run simulate:alarms\` prints this page's
tables; [the runbook](runbook.md) says what to do.

## Each interval

Pages, and the time to the first: from the beginning of what happens, and of silence since the last run was due. A range is
over moments between two runs, and over runs that start at once or as late as EventBridge Scheduler may.

`;

const BETWEEN = `
- **A deployment pages nobody.** A period without a run leaves an alarm of a check as it is, and the alarm of silence waits
  for a new shard's first run.
- **Up to 15 minutes two NG runs of four page, from then on the first.** There a recheck waits for 15 s, so that a blip of
  that length is no NG.
- **Twice as many runs are looked at as must be NG,** so that a target which is NG every second run is one page; one that is NG
  less often has incidents of its own.
- **What runs once a day** is looked at once an hour, because CloudWatch does so with alarms that look back for more than a day.
- **Silence** is told after three runs that did not come, and by no alarm of a check. A cron that pauses for more than two days has no such alarm: a new one
  can wait no longer for its first run. \`cdk synth\` says which.

## Long lists

Each check that may page has an alarm of its own, as long as a template has room for them (500 resources, 1 MB). Longer lists
have a few for each shard of up to 100 checks, which go off with 1, 2, 3, 5 … NG: as many as there is room for.

`;

const AFTER = `
One outage behind many checks is one page a check. Where the targets have something in common, say so with \`dependsOn\`: a check
that is NG under another one pages nobody. \`deploy.alarms.pageBy: severity\` makes one page of all, and while it is open it
hides what is NG besides.
`;

/** docs/alarms.md. */
export function alarmsPage(played: Outcomes): string {
  return BEFORE + situationsTable(played) + BETWEEN + crowdsTable() + AFTER;
}

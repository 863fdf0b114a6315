/** Why a command of the documentation is not run by this test: who runs it instead, or what nobody here has. */
export type Reason = {
  /** How the commands begin. */
  readonly starts: string;
  /** The file that runs it, and what stands there; or why none does. */
  readonly runBy?: readonly [file: string, text: string];
  readonly because?: string;
};

const ACCEPTANCE = 'test/acceptance/remote.ts';

/** Of commands of Rollcall, by the words behind `rollcall`: what only AWS answers. With `--remember` they are run. */
export const ONLY_AWS: readonly Reason[] = [
  { starts: 'start', runBy: [ACCEPTANCE, "rollcall('start'"] },
  { starts: 'last', runBy: [ACCEPTANCE, "rollcall('last'"] },
  { starts: 'rerun', runBy: [ACCEPTANCE, "rollcall('rerun'"] },
  { starts: 'history', runBy: [ACCEPTANCE, "rollcall('history'"] },
  { starts: 'status', runBy: [ACCEPTANCE, "rollcall('status'"] },
  { starts: 'open', runBy: [ACCEPTANCE, "rollcall('open'"] },
  { starts: 'mute', runBy: ['test/acceptance/memory.ts', "rollcall('mute'"] },
  { starts: 'unmute', runBy: ['test/acceptance/memory.ts', "rollcall('unmute'"] },
  { starts: 'heartbeat url', runBy: ['test/cli/heartbeat-url.test.ts', "'heartbeat', 'url'"] },
  { starts: 'test-alert --publish', runBy: ['test/cli/alerts.test.ts', "'--publish'"] },
];

/** Of other programs. */
export const OTHER_PROGRAMS: readonly Reason[] = [
  { starts: 'npm ci', runBy: ['.ci/run', '\nnpm ci\n'] },
  { starts: 'npm test', runBy: ['.ci/run', '\nnpm test\n'] },
  { starts: 'npm start', runBy: ['test/examples/start.test.ts', 'start.ts'] },
  { starts: 'npm pack', runBy: ['test/package/installed.ts', "'pack'"] },
  { starts: 'npm install', runBy: ['test/package/installed.ts', "'install'"] },
  { starts: 'npm run', because: 'a script of package.json, which is looked for' },
  { starts: 'npx cdk synth', runBy: ['.ci/run', '\ncdk synth -q\n'] },
  {
    starts: 'npx cdk deploy',
    because: 'needs an account; the acceptance test deploys its template to an emulated AWS',
  },
  { starts: 'npx cdk bootstrap', because: 'needs an account' },
  { starts: 'npx cdk diff', because: 'needs an account' },
  { starts: 'npx cdk destroy', because: 'needs an account' },
  { starts: 'npx tsc', runBy: ['test/package/package.packed.ts', 'tsc'] },
  { starts: 'npx vitest', runBy: ['.ci/run', '\nnpm test\n'] },
  { starts: 'aws ', because: 'needs an account' },
  { starts: 'docker build', because: 'needs a daemon; test/packaging holds the Dockerfile to what the package needs' },
  { starts: './roll-back.sh', because: "the reader's own" },
  { starts: 'crontab -l', because: "lists the user's own crontab" },
  { starts: 'head ', because: 'of what the command before it makes' },
  { starts: 'sqlite3 ', because: 'a program that Rollcall does not need' },
  { starts: 'curl ', because: 'asks a server that watch starts, or a heartbeat URL of AWS' },
  { starts: 'eval ', because: 'what it runs is run: rollcall completion' },
  { starts: 'systemctl ', because: 'needs systemd' },
  { starts: 'journalctl ', because: 'needs systemd' },
  { starts: 'cp ', because: 'writes into /etc' },
];

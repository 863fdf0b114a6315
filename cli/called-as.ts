/** What is typed to call the command once more: npm, pnpm and yarn leave word in the environment that it came by them. */
export function calledAs(env: Readonly<Record<string, string | undefined>>): string {
  const { npm_config_user_agent: agent = '', npm_command: asked, npm_lifecycle_event: script } = env;
  const [other] = /^(?:pnpm|yarn)(?=\/)/.exec(agent) ?? [];
  if (other !== undefined) return `${other} rollcall`;
  if (asked === 'exec') return 'npx rollcall';
  return script === 'rollcall' ? 'npm run -s rollcall --' : 'rollcall';
}

/**
 * What other tools call a setting (Gatus, Uptime Kuma, Checkly, blackbox_exporter, Hurl, cloudprober, curl), by our name
 * for it: the name of a setting, or the map that it is in and its name. The words are as `plainWord` makes them.
 */
const CALLED: Readonly<Record<string, string>> = {
  checks: 'monitors endpoints targets services modules probes probe tests requests',
  maintenance: 'maintenancewindows maintenances silences downtime',
  every: 'interval frequency period schedule repeat checkinterval intervalseconds intervalmsec refreshinterval',
  cron: 'crontab cronexpression',
  enabled: 'disabled active activated paused skip skipped',
  tags: 'group groups category',
  rechecks: 'retries retry maxretries retrystrategy attempts doublecheck retrycount',
  recheckAfter: 'retryinterval retrydelay retrybackoff basebackoffseconds retryintervalseconds',
  failureThreshold: 'failures failurethreshhold consecutivefailures unhealthythreshold',
  successThreshold: 'successes healthythreshold',
  remindEvery: 'resendinterval minimumreminderinterval repeatinterval reminder reminders',
  severity: 'level priority',
  runbook: 'runbookurl',
  slo: 'target objective sla availability uptime uptimetarget',
  dependsOn: 'parent parents dependencies dependency',
  timeout: 'maxtime timeoutmilliseconds timeoutseconds timeoutms maxwait requesttimeout',
  connectTimeout: 'connecttimeout connectiontimeout conntimeout dialtimeout',
  degraded: 'degradedresponsetime warning warn slow',
  expect:
    'assertions assertion asserts assert conditions condition expectations expected expects response should validate',
  http: 'request https api get endpoint website',
  tcp: 'socket',
  'http.url': 'uri endpoint address target href',
  'http.method': 'verb requestmethod httpmethod',
  'http.headers': 'header requestheaders httpheaders',
  'http.query': 'params parameters querystring queryparams queryparameters querystringparams',
  'http.body': 'data payload requestbody content',
  'http.form': 'formparams formdata',
  'http.follow':
    'followredirect followredirects redirects maxredirects maxredirs location ignoreredirect nofollowredirects',
  'http.tls': 'insecure skipssl skiptls ignoretls insecureskipverify verify verifyssl skipverify tlsconfig ssl',
  'http.auth': 'basicauth authentication authorization bearer bearertoken token oauth2 credentials user password',
  'http.proxy': 'proxyurl',
  'http.ipVersion': 'ipfamily preferredipprotocol ipprotocol',
  'http.httpVersion': 'httpprotocol protocol',
  'http.allowPrivate': 'allowlocal allowprivateip',
  'tcp.host': 'hostname ip address target',
  'expect.status':
    'statuscode statuscodes code codes httpstatus validstatuscodes acceptedstatuscodes expectedstatus validstatus',
  'expect.keyword':
    'body responsebody contains contain bodycontains text includes substring search searchkeyword hastext mustcontain keywords',
  'expect.absent':
    'notcontains doesnotcontain bodynotcontains excludes mustnotcontain invertkeyword forbidden notkeyword',
  'expect.matches': 'regex regexp pattern match bodymatches bodyregex failifbodynotmatchesregexp failifbodynotmatches',
  'expect.json': 'jsonpath jsonpaths jsonbody jsonassertions bodyjson',
  'expect.xml': 'xpath',
  'expect.schema': 'jsonschema bodyschema',
  'expect.header': 'headers responseheaders failifheadernotmatches',
  'expect.latency': 'responsetime maxresponsetime maxlatency duration elapsed responsetimems totaltime',
  'expect.certificate': 'cert ssl certificateexpiration certexpiry sslexpiry expiry',
  'expect.size': 'bodysize contentlength bytes',
  'expect.redirect': 'redirecturl redirectto finalurl',
  path: 'jsonpath expression selector property query xpath',
  equals: 'equal value eq is expected expectedvalue',
  matches: 'regex regexp pattern match contains',
  greater: 'greaterthan gt more min above',
  less: 'lessthan lt max below',
  exists: 'present notnull isnotnull isset',
  count: 'length len size',
};

/** A setting that is meant by a word: the map that it is in, if not the one of the word, and its name. */
export type Meant = { readonly map: string | null; readonly name: string };

const MEANT: ReadonlyMap<string, readonly Meant[]> = Map.groupBy(
  Object.entries(CALLED).flatMap(([setting, words]) => words.split(' ').map((word) => ({ word, ...meantBy(setting) }))),
  ({ word }) => word,
);

function meantBy(setting: string): Meant {
  const [first = '', second] = setting.split('.');
  return second === undefined ? { map: null, name: first } : { map: first, name: second };
}

/** The settings that tools call by the word, the likeliest first; none for a word of nobody. */
export function settingsCalled(word: string): readonly Meant[] {
  return MEANT.get(plainWord(word)) ?? [];
}

/** Every setting that the table names, for the test that there is one. */
export const SETTINGS_CALLED: readonly string[] = Object.keys(CALLED);

/** A word without what people write differently: statusCode, status_code and Status-Code are one. */
function plainWord(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

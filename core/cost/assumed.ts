/** What is assumed of a normal month; stated so that anyone can put in other figures. */
export const ASSUMED = {
  /** A checker's billed time for a healthy API, and what the workflow adds to it. */
  checkSeconds: 0.3,
  workflowSecondsPerWave: 0.2,
  workflowSecondsPerRun: 0.2,
  /** PrepareChecks, TrackIncidents and PublishMetrics, each. */
  otherSeconds: 0.1,
  otherFunctions: 3,
  otherMemoryMb: 256,
  /** JSON logs at system level WARN: what one invocation writes. */
  logBytesPerInvocation: 350,
  /** Express at log level ALL: states a check enters, by the bytes of their events; without data, and with it. */
  expressLogBytesPerTransition: { plain: 1_000, withData: 3_000 },
  /** Notifications a month: an incident a week, opened and recovered. */
  notifications: 9,
  /** Items written for a notification: what opens, what is reported, what is well again. */
  writesPerNotification: 4,
  /** Look-ups of a secret a month: one each five minutes, as long as a checker stays warm. */
  readsPerSecret: 8_760,
  /** Of a run of a job: its start and its end; each is read, written and answered by the receiver. */
  reportsPerJob: 2,
  reportSeconds: 0.05,
  /** A run as it is kept for the status page: bytes, and as many more for each verdict of it. */
  keptRunBytes: 240,
  keptVerdictBytes: 15.5,
  /** What making the status page takes, and as much more for each check that it shows. */
  renderSeconds: 1,
  renderSecondsPerCheck: 0.001,
  /** Runs that it reads each time are those of as long: an hour that is not over, and what may be late. */
  renderedSeconds: 5_400,
  /** Of files that are for all checks, how many change each time; of a check's, each hour. */
  filesPerRender: 2,
  filesPerCheckAndHour: 3,
  /** Metrics in one PutMetricData request. */
  metricsPerRequest: 1_000,
} as const;

/** Seconds in the month of 730 hours that AWS bills by. */
export const SECONDS_PER_MONTH = 730 * 3_600;
/** Days in the same month. */
export const DAYS_PER_MONTH = 730 / 24;

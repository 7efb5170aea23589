import { BUCKET_MS } from '../usage/time-bucket';
import { badQuery, LogsError } from './logs-error';

/** What a query asks for. Instants are those of `TimeGenerated`: from is included, to is not. */
export interface LogsQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly subscriptionId: string | null;
  readonly successfulOnly: boolean;
  readonly byDay: boolean;
}

const TEXT = `"((?:[^"\\\\]|\\\\.)*)"`;
const TIME = String.raw`datetime\(([^)]+)\)`;
const WHERE_TIME = new RegExp(`^where TimeGenerated >= ${TIME} and TimeGenerated < ${TIME}$`);
const WHERE_SUBSCRIPTION = new RegExp(`^where ApimSubscriptionId == ${TEXT}$`);
const WHERE_ANY_SUBSCRIPTION = /^where isnotempty\(ApimSubscriptionId\)$/;
const WHERE_SUCCESS = /^where ResponseCode <= 301 or ResponseCode in \(304, 307\)$/;
const SUMMARIZE =
  /^summarize Calls = count\(\) by ApimSubscriptionId(, Day = bin\(TimeGenerated, 1d\))?$/;

/** Reads the shapes of Kusto that the README lists; anything else is refused rather than half understood. */
export function readLogsQuery(text: string): LogsQuery {
  const [table, ...steps] = text.split('|').map((step) => step.trim().replace(/\s+/g, ' '));
  if (table !== 'ApiManagementGatewayLogs') {
    throw semanticError(`'where' operator: Failed to resolve table expression named '${table}'`);
  }
  let fromMs: number | null = null;
  let toMs: number | null = null;
  let subscriptionId: string | null = null;
  let successfulOnly = false;
  let byDay: boolean | null = null;
  for (const step of steps) {
    if (byDay !== null) throw notUnderstood(step);
    const time = WHERE_TIME.exec(step);
    const subscription = WHERE_SUBSCRIPTION.exec(step);
    const summarize = SUMMARIZE.exec(step);
    if (time) [fromMs, toMs] = [instant(time[1]), instant(time[2])];
    else if (subscription) subscriptionId = unquoted(subscription[1] ?? '');
    else if (WHERE_SUCCESS.test(step)) successfulOnly = true;
    else if (summarize) byDay = summarize[1] !== undefined;
    else if (!WHERE_ANY_SUBSCRIPTION.test(step)) throw notUnderstood(step);
  }
  if (fromMs === null || toMs === null || byDay === null) {
    throw notUnderstood('a query without its times or without summarize');
  }
  return { fromMs, toMs, subscriptionId, successfulOnly, byDay };
}

function instant(text: string | undefined): number {
  const ms = Date.parse(text ?? '');
  if (Number.isNaN(ms)) throw semanticError(`'${text}' is no datetime.`);
  if (ms % BUCKET_MS !== 0) throw notUnderstood(`the time ${text}, which is within a quarter hour`);
  return ms;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function notUnderstood(what: string): LogsError {
  return new LogsError(501, 'NotImplemented', `The emulator does not understand ${what}.`);
}

function semanticError(message: string): LogsError {
  return badQuery(message);
}

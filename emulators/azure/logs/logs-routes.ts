import type { Context, Hono } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { answerJson } from '../arm/arm-answer';
import { checkCredential } from '../arm/arm-credential';
import { ArmError } from '../arm/arm-error';
import type { Service } from '../service';
import { readLogsQuery } from './kql';
import { LogsError } from './logs-error';
import { callRows, within } from './logs-rows';
import { RequestWindow } from './request-window';

/** The most rows of an answer; a query with more of them is cut there, together with an error. */
const MOST_ROWS = 500_000;

const querySchema = z.strictObject({
  query: z.string().min(1),
  timespan: z.string().optional(),
  workspaces: z.array(z.string()).max(0).optional(),
});

/** Log Analytics, as far as counting the gateway's calls goes: `POST /v1/workspaces/{id}/query`. */
export function logsRoutes(app: Hono, service: Service): void {
  const requests = new RequestWindow({ most: 200, seconds: 30 });

  app.post('/v1/workspaces/:workspace/query', async (c: Context) => {
    try {
      return await answerQuery(c);
    } catch (error) {
      if (!(error instanceof LogsError)) throw error;
      return answerJson(c, error.body(), { status: error.status as StatusCode });
    }
  });

  async function answerQuery(c: Context): Promise<Response> {
    checkToken(c, service);
    const waitSeconds = requests.take(c.req.header('authorization') ?? '');
    if (waitSeconds > 0 && service.switches.now.throttle) {
      c.header('Retry-After', `${waitSeconds}`);
      const message = 'Rate limit is exceeded. Send fewer requests and try again later.';
      throw new LogsError(429, 'ThrottledError', message);
    }
    if (c.req.param('workspace') !== service.settings.logWorkspaceId) {
      throw new LogsError(404, 'PathNotFoundError', 'The requested path does not exist');
    }
    const wantsStatistics = readPreferences(c.req.header('prefer'));
    const body = await readQuery(c);
    const query = within(readLogsQuery(body.query), body.timespan);
    const all = [...callRows(service, query)];
    const most = service.switches.now.partialLogs ? Math.floor(all.length / 2) : MOST_ROWS;
    const isPartial = all.length > most || service.switches.now.partialLogs;
    const columns = [
      { name: 'ApimSubscriptionId', type: 'string' },
      ...(query.byDay ? [{ name: 'Day', type: 'datetime' }] : []),
      { name: 'Calls', type: 'long' },
    ];
    return answerJson(c, {
      tables: [{ name: 'PrimaryResult', columns, rows: all.slice(0, most) }],
      ...(wantsStatistics ? { statistics: { query: { executionTime: 0.01 } } } : {}),
      ...(isPartial ? { error: PARTIAL } : {}),
    });
  }
}

const PARTIAL = {
  code: 'PartialError',
  message: 'There were some errors when processing your query.',
  details: [
    {
      code: 'EngineError',
      message: 'Something went wrong processing your query on the server.',
      innererror: {
        code: '-2133196797',
        message:
          'The results of this query exceed the set limit, so not all records were returned.',
        severity: 2,
        severityName: 'Error',
      },
    },
  ],
};

function checkToken(c: Context, service: Service): void {
  try {
    checkCredential(c, service);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    throw c.req.header('authorization')
      ? new LogsError(
          401,
          'InvalidTokenError',
          'The provided authentication is not valid for this resource',
        )
      : new LogsError(401, 'AuthorizationRequiredError', 'Valid authentication was not provided');
  }
}

/** `Prefer: wait=60,include-statistics=true`. Says whether statistics are wanted; pictures there are none. */
function readPreferences(header: string | undefined): boolean {
  const wanted = (header ?? '').split(',').flatMap((one) => one.trim() || []);
  for (const one of wanted) {
    if (/^(wait=\d+|include-statistics=(true|false)|include-render=false)$/.test(one)) continue;
    throw new LogsError(
      501,
      'NotImplemented',
      `The emulator does not know the preference '${one}'.`,
    );
  }
  return wanted.includes('include-statistics=true');
}

async function readQuery(c: Context): Promise<z.output<typeof querySchema>> {
  let json: unknown;
  try {
    json = JSON.parse(await c.req.text());
  } catch {
    throw new LogsError(400, 'BadArgumentError', 'The request had some invalid properties', {
      code: 'QueryValidationError',
      message: 'Failed parsing the request body as JSON.',
    });
  }
  const parsed = querySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new LogsError(400, 'BadArgumentError', 'The request had some invalid properties', {
    code: 'QueryValidationError',
    message: parsed.error.issues
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('; '),
  });
}

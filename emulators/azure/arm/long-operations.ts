import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { AzureSettings } from '../azure-settings';
import { resourceId, type Service } from '../service';
import { answerJson, answerNothing, publicUrl } from './arm-answer';
import { resourceNotFound } from './arm-error';

interface Operation {
  pollsLeft: number;
}

/** Finished operations that can still be asked about. */
const KEPT = 1000;

/**
 * Operations that are answered 202 at first. Their effect is there at once, which is what a client
 * can't rely on; the answer comes after some polls of either address.
 */
export class LongOperations {
  readonly #settings: AzureSettings;
  readonly #operations = new Map<string, Operation>();

  constructor({ settings }: Pick<Service, 'settings'>) {
    this.#settings = settings;
  }

  /** 202 with both addresses. `code` is what polling the first one ends with. */
  accept(
    c: Context,
    options: {
      code: 200 | 201 | 204;
      polls: number;
      body?: unknown;
      row?: { revision: number };
    },
  ): Response {
    const id = randomUUID().replaceAll('-', '').slice(0, 24);
    this.#operations.set(id, { pollsLeft: options.polls });
    const [oldest] = this.#operations.keys();
    if (this.#operations.size > KEPT && oldest !== undefined) this.#operations.delete(oldest);
    const location = publicUrl(c);
    const version = location.searchParams.get('api-version') ?? '';
    location.search = '';
    location.searchParams.set('api-version', version);
    location.searchParams.set('asyncId', id);
    location.searchParams.set('asyncCode', `${options.code}`);
    const status = new URL(location);
    status.pathname = resourceId(this.#settings, `/tenant/operationResults/${id}`);
    status.search = '';
    status.searchParams.set('api-version', version);
    const headers = {
      Location: location.toString(),
      'Azure-AsyncOperation': status.toString(),
    };
    return options.body === undefined
      ? answerNothing(c, 202, headers)
      : answerJson(c, options.body, {
          status: 202,
          headers,
          ...(options.row ? { row: options.row } : {}),
        });
  }

  /**
   * A poll of `Location`, that is a GET with asyncId: 202 while it runs, then what `finished` makes.
   * Undefined when the request is no poll.
   */
  poll(c: Context, finished: (code: number) => Response): Response | undefined {
    const id = c.req.query('asyncId');
    if (id === undefined) return undefined;
    if (this.#isRunning(id)) {
      return answerNothing(c, 202, { Location: publicUrl(c).toString() });
    }
    return finished(Number(c.req.query('asyncCode') ?? 200));
  }

  /** A poll of `Azure-AsyncOperation`. */
  status(c: Context, id: string): Response {
    const running = this.#isRunning(id);
    return answerJson(c, {
      id: resourceId(this.#settings, `/tenant/operationResults/${id}`),
      name: id,
      status: running ? 'InProgress' : 'Succeeded',
      error: null,
    });
  }

  #isRunning(id: string): boolean {
    const operation = this.#operations.get(id);
    if (!operation) throw resourceNotFound('Operation');
    if (operation.pollsLeft === 0) return false;
    operation.pollsLeft -= 1;
    return true;
  }
}

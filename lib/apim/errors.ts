import { AppError } from '../kit/app-error';

/** The fields of the SDK's errors that we use: the class is not exported by the package that we depend on. */
interface ArmError extends Error {
  statusCode?: number;
  code?: string;
  /** The parsed body; its innermost list says which field was rejected. */
  details?: unknown;
}

const SIGN_IN_ERRORS = [
  'CredentialUnavailableError',
  'AuthenticationError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
];

/** Runs one piece of work at API Management and converts the SDK's errors to ours, with the cause kept. */
export async function atApim<T>(work: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toAppError(work, error);
  }
}

export function toAppError(work: string, error: unknown): unknown {
  if (error instanceof AppError || !isArmError(error)) return error;
  if (SIGN_IN_ERRORS.includes(error.name) || error.statusCode === 401 || error.statusCode === 403) {
    return new AppError(
      'not-configured',
      `Azure refused to ${work}: the credential is missing or isn’t allowed to do that. Check the application’s role on the API Management service.`,
      { cause: error },
    );
  }
  if (isServiceMissing(error)) {
    return new AppError(
      'not-configured',
      'Azure has no such API Management service. Check AZURE_SUBSCRIPTION_ID, APIM_RESOURCE_GROUP and APIM_SERVICE_NAME.',
      { cause: error },
    );
  }
  if (isFinal(error)) {
    return new AppError('upstream-refused', refusalText(work, error), { cause: error });
  }
  return new AppError(
    'upstream-failed',
    `API Management could not ${work} just now. Nothing is lost; try again in a minute.`,
    { cause: error },
  );
}

// Codes of temporary 4xx errors: something else is being changed at this moment.
const PASSING_CODES =
  /concurren|inprogress|locked|busy|throttl|updating|ManagementApiRequestFailed/i;

function isFinal({ statusCode, code }: ArmError): boolean {
  if (PASSING_CODES.test(code ?? '')) return false;
  return statusCode === 400 || statusCode === 404 || statusCode === 405;
}

function refusalText(work: string, error: ArmError): string {
  const refused = `API Management refused to ${work}`;
  if (error.statusCode === 404) {
    return `${refused}, because something it needs is missing: ${reasonOf(error)} The operator has to apply the catalog.`;
  }
  const fields = fieldsOf(error);
  if (fields.some((field) => /^(displayName|name)$/i.test(field.target))) {
    return `${refused}, because it doesn’t accept this name: ${reasonOf(error)} Use a name of letters, digits, spaces and hyphens.`;
  }
  if (fields.some((field) => /^(firstName|lastName)$/i.test(field.target))) {
    return `${refused}, because it doesn’t accept the name in your account: ${reasonOf(error)} Change the name in the settings.`;
  }
  if (fields.some((field) => /^email$/i.test(field.target))) {
    return `${refused}, because it doesn’t accept this email address: ${reasonOf(error)} Change the address in the settings.`;
  }
  return `${refused}: ${reasonOf(error)} Retrying won’t help: change what it names, or ask the operator.`;
}

/** Whether it was rejected because of its name, even if everything else is right. */
export function isNameRefused(error: unknown): boolean {
  return (
    isArmError(error) &&
    isFinal(error) &&
    fieldsOf(error).some((field) => /^(displayName|name)$/i.test(field.target))
  );
}

/** The fields that a ValidationError lists, wherever the SDK put the body. */
function fieldsOf(error: ArmError): { target: string; message: string }[] {
  const body = error.details;
  const lists = [at(body, 'details'), at(at(body, 'error'), 'details')];
  return lists.flatMap((list) =>
    (Array.isArray(list) ? list : []).flatMap((field: unknown) => {
      const target = at(field, 'target');
      const message = at(field, 'message');
      if (typeof target !== 'string') return [];
      return [{ target: lastPart(target), message: typeof message === 'string' ? message : '' }];
    }),
  );
}

/** 'properties.displayName' and 'displayName' are one field. */
function lastPart(target: string): string {
  return target.split(/[./]/).at(-1) ?? target;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function reasonOf(error: ArmError): string {
  const words = [...new Set(fieldsOf(error).map(({ message }) => message))].filter(Boolean);
  const text = (words.join(' ') || error.message).replace(/\s+/g, ' ').trim().slice(0, 300);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The entity is not there. A missing service answers 404 as well, and must never look like "nothing to do". */
export function isAbsent(error: unknown): boolean {
  return isArmError(error) && error.statusCode === 404 && !isServiceMissing(error);
}

/** API Management's words for the product's limit of subscriptions per user. */
export function isLimitReached(error: unknown): boolean {
  return (
    isArmError(error) &&
    error.statusCode === 400 &&
    /subscriptions? limit reached/i.test(error.message)
  );
}

export function isRejected(error: unknown): boolean {
  return isArmError(error) && (error.statusCode === 400 || error.statusCode === 409);
}

function isServiceMissing(error: ArmError): boolean {
  return (
    error.statusCode === 404 &&
    (['ResourceGroupNotFound', 'SubscriptionNotFound', 'InvalidSubscriptionId'].includes(
      error.code ?? '',
    ) ||
      /Microsoft\.ApiManagement\/service\/[^/]*['"]? under resource group/i.test(error.message))
  );
}

function isArmError(error: unknown): error is ArmError {
  return (
    error instanceof Error &&
    (SIGN_IN_ERRORS.includes(error.name) ||
      ['RestError', 'AbortError', 'TimeoutError'].includes(error.name))
  );
}

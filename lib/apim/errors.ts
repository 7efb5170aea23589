import { AppError } from '../domain/app-error';

/** What the SDK throws, as far as we look at it: its class is not exported by the package that we depend on. */
interface ArmError extends Error {
  statusCode?: number;
  code?: string;
}

const SIGN_IN_ERRORS = [
  'CredentialUnavailableError',
  'AuthenticationError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
];

/** Runs one piece of work at API Management and turns what the SDK throws into our errors, with the cause kept. */
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
      `Azure refused to ${work}: the credential is missing or may not do that. Check the role of the application on the API Management service.`,
      { cause: error },
    );
  }
  if (isServiceMissing(error)) {
    return new AppError(
      'not-configured',
      'Azure knows no such API Management service. Check AZURE_SUBSCRIPTION_ID, APIM_RESOURCE_GROUP and APIM_SERVICE_NAME.',
      { cause: error },
    );
  }
  return new AppError(
    'upstream-failed',
    `API Management could not ${work} just now. Nothing is lost; try again in a minute.`,
    { cause: error },
  );
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
